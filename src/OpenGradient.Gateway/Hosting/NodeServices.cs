using OpenGradient.Hub;
using OpenGradient.Transparency.Log;

namespace OpenGradient.Gateway;

/// <summary>Everything a running node consists of below HTTP, opened in order and closed in reverse.</summary>
internal sealed class NodeServices : IAsyncDisposable
{
    private NodeServices(NodeOptions options, DataDirectory data, NodeKeys keys, ReceiptStore receipts, TransparencyLog log)
    {
        Options = options;
        Data = data;
        Keys = keys;
        Receipts = receipts;
        Log = log;
        IssuerName = options.Name ?? keys.DefaultName;
        Models = new ModelHost(ModelStore.Open(data.Models));
        Gate = new InferenceGate(options.ConcurrentInferences, options.WaitingInferences);
        Issuer = new ReceiptIssuer(keys, IssuerName, receipts, log, options.Time);
        Access = new DisclosureAccess(keys, options.IsBehindProxy);
    }

    public NodeOptions Options { get; }

    public DataDirectory Data { get; }

    public NodeKeys Keys { get; }

    public string IssuerName { get; }

    public ReceiptStore Receipts { get; }

    public TransparencyLog Log { get; }

    public ModelHost Models { get; }

    public InferenceGate Gate { get; }

    public ReceiptIssuer Issuer { get; }

    public DisclosureAccess Access { get; }

    public NodeReadiness Readiness { get; } = new();

    /// <summary>Takes the data directory and opens what is in it; logs what a crash left unlogged.</summary>
    public static async Task<NodeServices> OpenAsync(NodeOptions options, CancellationToken cancellationToken)
    {
        DataDirectory data = DataDirectory.Acquire(options.DataDirectory);
        NodeKeys? keys = null;
        ReceiptStore? receipts = null;
        try
        {
            keys = NodeKeys.LoadOrCreate(data.Keys, options.Name);
            receipts = ReceiptStore.Open(data.Database);
            TransparencyLog log = await TransparencyLog.OpenAsync(data.Log, keys.Log, new LogOptions(), options.Time, cancellationToken).ConfigureAwait(false);
            await ReceiptRecovery.RunAsync(receipts, log, cancellationToken).ConfigureAwait(false);
            return new NodeServices(options, data, keys, receipts, log);
        }
        catch
        {
            if (receipts is not null)
                await receipts.DisposeAsync().ConfigureAwait(false);
            keys?.Dispose();
            data.Dispose();
            throw;
        }
    }

    /// <summary>Imports and loads the models of the models directory, and loads what was published before.</summary>
    public async Task LoadModelsAsync(IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        Models.Store.RemovePartialImports();
        foreach (string path in Options.ModelsDirectory is { } directory ? ModelSource.FindAll(directory) : [])
        {
            // What was published here before keeps its place: a restart must not undo a later version under the same name.
            ModelSource source = ModelSource.Read(path);
            PublishedModel model = Models.Store.FindAnyVersion(source)
                ?? await Models.Store.ImportAsync(path, name: null, progress, cancellationToken).ConfigureAwait(false);
            Models.Load(Models.Store.Find(model.Name)!);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync().ConfigureAwait(false);
        await Receipts.DisposeAsync().ConfigureAwait(false);
        Gate.Dispose();
        Keys.Dispose();
        Data.Dispose();
    }
}
