using Microsoft.Data.Sqlite;
using OpenGradient.Hub;
using OpenGradient.Primitives;
using OpenGradient.Transparency.Log;
using OpenGradient.Transparency.Witness;

namespace OpenGradient.Gateway;

/// <summary>Everything a running node consists of below HTTP, opened in order and closed in reverse.</summary>
internal sealed class NodeServices : IAsyncDisposable
{
    private readonly StoredReceiptProver _prover;

    private NodeServices(NodeOptions options, DataDirectory data, NodeKeys keys, ReceiptStore receipts, TransparencyLog log, WitnessPanel? witnesses)
    {
        Options = options;
        Data = data;
        Keys = keys;
        Receipts = receipts;
        Log = log;
        Witnesses = witnesses;
        IssuerName = options.Name ?? keys.DefaultName;
        Models = new ModelHost(ModelStore.Open(data.Models), options.ToExecution(), options.ToServing());
        Clients = new ClientIdentity(options.IsBehindProxy);
        Gate = new InferenceGate(options.ConcurrentInferences, options.WaitingInferences);
        Intake = new RequestIntake(BodyMemory.For(options.MaximumRequestBytes), Gate, Clients);
        Issuer = new ReceiptIssuer(keys, IssuerName, receipts, log, options.Time);
        Evidence = new EvidenceGate(options.Policy, options.Time);
        Access = new DisclosureAccess(keys, options.IsBehindProxy);
        Sessions = new SessionTable(receipts);
        _prover = new StoredReceiptProver(receipts, Models, ProofKeyStore.In(data.Path), Gate, options.ProofBytes);
        Proofs = new ProofQueue(ProofStore.Open(data.Proofs), _prover.Prove);
        Disputes = new DisputeDesk(receipts, Models, keys, options.ProofBytes, options.Time);
        Votes = VoteStore.Open(data.Votes, options.Auditors);
    }

    public NodeOptions Options { get; }

    public DataDirectory Data { get; }

    public NodeKeys Keys { get; }

    public string IssuerName { get; }

    public ReceiptStore Receipts { get; }

    public TransparencyLog Log { get; }

    /// <summary>Who cosigns the log's checkpoints; null if nobody does.</summary>
    public WitnessPanel? Witnesses { get; }

    public ModelHost Models { get; }

    public InferenceGate Gate { get; }

    public ClientIdentity Clients { get; }

    public RequestIntake Intake { get; }

    public ReceiptIssuer Issuer { get; }

    /// <summary>What the answers that requests rest on have to show.</summary>
    public EvidenceGate Evidence { get; }

    public DisclosureAccess Access { get; }

    public SessionTable Sessions { get; }

    public ProofQueue Proofs { get; }

    public StoredReceiptProver Prover => _prover;

    public DisputeDesk Disputes { get; }

    public VoteStore Votes { get; }

    public NodeReadiness Readiness { get; } = new();

    /// <summary>Takes the data directory and opens what is in it; logs what a crash left unlogged.</summary>
    /// <exception cref="InvalidInputException">Something in the directory is damaged or taken; the subject is its path.</exception>
    public static async Task<NodeServices> OpenAsync(NodeOptions options, CancellationToken cancellationToken)
    {
        DataDirectory data = DataDirectory.Acquire(options.DataDirectory);
        NodeKeys? keys = null;
        ReceiptStore? receipts = null;
        WitnessPanel? witnesses = null;
        try
        {
            keys = NodeKeys.LoadOrCreate(data.Keys, options.Name);
            receipts = ReceiptStore.Open(data.Database);
            witnesses = options.Witnesses is { } policy ? new WitnessPanel(policy, new WitnessPanelOptions(), options.Time) : null;
            TransparencyLog log = await TransparencyLog.OpenAsync(data.Log, keys.Log, new LogOptions { Witnesses = witnesses, SecondKey = keys.SecondLog }, options.Time, cancellationToken).ConfigureAwait(false);
            await ReceiptRecovery.RunAsync(receipts, log, cancellationToken).ConfigureAwait(false);
            return new NodeServices(options, data, keys, receipts, log, witnesses);
        }
        catch (Exception error)
        {
            if (receipts is not null)
                await receipts.DisposeAsync().ConfigureAwait(false);
            witnesses?.Dispose();
            keys?.Dispose();
            data.Dispose();
            if (NameFile(data, error) is { } named)
                throw named;
            throw;
        }
    }

    /// <summary>Imports and loads the models of the models directory. One that is refused is reported, and the others go on.</summary>
    public async Task LoadModelsAsync(IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        Models.Store.RemovePartialImports();
        foreach (string path in Options.ModelsDirectory is { } directory ? ModelSource.FindAll(directory) : [])
        {
            try
            {
                await LoadModelAsync(path, progress, cancellationToken).ConfigureAwait(false);
            }
            catch (InvalidInputException error)
            {
                progress?.Report(new ImportProgress(Path.GetFileName(path), ImportStage.Refused, 0, null) { Reason = ModelSource.Explain(path, error) });
            }
        }
    }

    private async Task LoadModelAsync(string path, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        // What was published here before keeps its place: a restart must not undo a later version under the same name.
        ModelSource source = ModelSource.Read(path);
        PublishedModel model = Models.Store.FindAnyVersion(source)
            ?? await Models.Store.ImportAsync(path, name: null, progress, cancellationToken).ConfigureAwait(false);
        Models.Load(Models.Store.Find(model.Name)!);
    }

    /// <summary>The error with the path that the log, the database and the system do not know; null for one that says enough.</summary>
    private static InvalidInputException? NameFile(DataDirectory data, Exception error) => error switch
    {
        LogStateException log => new(InvalidInputKind.Conflict, Path.Combine(data.Log, log.File), log.Problem, log),
        SqliteException database => ReceiptDatabase.Unusable(data.Database, database),
        IOException or UnauthorizedAccessException => new(InvalidInputKind.Invalid, data.Path, $"The data directory is damaged, or not this user's: {error.Message}", error),
        _ => null,
    };

    public async ValueTask DisposeAsync()
    {
        await Disputes.DisposeAsync().ConfigureAwait(false);
        await Proofs.DisposeAsync().ConfigureAwait(false);
        _prover.Dispose();
        Models.Dispose();
        await Log.DisposeAsync().ConfigureAwait(false);
        Witnesses?.Dispose();
        await Receipts.DisposeAsync().ConfigureAwait(false);
        Keys.Dispose();
        Data.Dispose();
    }
}
