using OpenGradient.Models;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Zk.Prover;

namespace OpenGradient.Gateway;

/// <summary>Proves receipts that this node has signed, with the models that it hosts.</summary>
/// <remarks>The weights of the last model stay committed to: proofs often come one after the other for the same one. Not for several threads at a time.</remarks>
internal sealed class StoredReceiptProver(ReceiptStore receipts, ModelHost models, ProofKeyStore keys, InferenceGate gate, long memoryBytes) : IDisposable
{
    /// <summary>Whose turns of the gate these are, where clients take turns.</summary>
    private const string Client = "proofs";

    private (ModelId Id, OpenedModel Model, ModelProver Prover)? _last;

    /// <inheritdoc cref="ReceiptProof"/>
    public Evidence Prove(ReceiptId id, ProofWish wish, IProgress<ProverProgress> progress, CancellationToken cancellationToken)
    {
        StoredReceipt stored = receipts.Find(id) ?? throw new InvalidInputException(InvalidInputKind.NotFound, "id", "This node has signed no receipt with this id.");
        ReceiptContent receipt = ContentOf(stored);
        ModelProver prover = OpenProver(receipt.Model.Id);
        HostedModel hosted = models.Get(receipt.Model.Id.ToString());
        using InferenceGate.Admission admission = gate.Admit(Client);
        ProverOptions options = keys.Complete(new() { MemoryLimitBytes = memoryBytes, IsOnOneThread = true, Visibility = wish.Visibility, Profile = wish.Profile }, prover.Subject.Id);
        return ReceiptProver.Prove(hosted.Executable, prover, receipt, stored.InputLeaves, stored.OutputLeaves, options, progress, cancellationToken);
    }

    /// <summary>Refuses a receipt that cannot be proved, before anything is done.</summary>
    /// <exception cref="InvalidInputException">It cannot; the step, or the estimate, is named.</exception>
    public ProofEstimate RequireProvable(StoredReceipt stored, ProofWish wish)
    {
        ReceiptContent receipt = ContentOf(stored);
        if (receipt.Execution.Profile != Programs.Program.IntegerProfile)
            throw new InvalidInputException(InvalidInputKind.Unsupported, "id", "Only receipts of the integer profile can be proved: compile the model with `og model compile`, and ask that one.");
        using OpenedModel model = Open(models, receipt.Model.Id);
        ProverOptions options = keys.Complete(new() { Visibility = wish.Visibility, Profile = wish.Profile }, model.Program.Id);
        options.HiddenKey?.RequireLeft();
        ProofEstimate estimate = ReceiptProver.Estimate(ModelProver.Create(model.Program, model.Constants), receipt, stored.InputLeaves, options);
        if (estimate.MemoryBytes > memoryBytes)
            throw new InvalidInputException(InvalidInputKind.TooLarge, "id", $"The proof would take about {estimate.MemoryBytes >> 20} MiB of memory; this node gives {memoryBytes >> 20} MiB to a proof.");
        return estimate;
    }

    public void Dispose() => _last?.Model.Dispose();

    private ModelProver OpenProver(ModelId id)
    {
        if (_last is { } last && last.Id == id)
            return last.Prover;
        _last?.Model.Dispose();
        _last = null;
        OpenedModel model = Open(models, id);
        var prover = ModelProver.Create(model.Program, model.Constants);
        _last = (id, model, prover);
        return prover;
    }

    private static OpenedModel Open(ModelHost models, ModelId id) =>
        models.Store.Find(id.ToString()) is { } published
            ? models.Store.Open(published.Manifest)
            : throw new InvalidInputException(InvalidInputKind.NotFound, "model", "The receipt's model is not on this node any more.");

    private static ReceiptContent ContentOf(StoredReceipt stored) =>
        Receipt.TryParse(stored.Envelope, out Receipt? receipt, out _) ? receipt.Content : throw new System.Diagnostics.UnreachableException("A stored receipt does not parse.");
}
