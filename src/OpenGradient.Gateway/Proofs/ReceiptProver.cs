using System.Collections.Immutable;
using OpenGradient.Execution;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Receipts;
using OpenGradient.Zk.Prover;

namespace OpenGradient.Gateway;

/// <summary>Upgrades a receipt of an integer Program to a proven one: runs it again, compares outputs and trace, proves.</summary>
/// <remarks>Nothing is proved that the receipt does not say: a run that differs in one bit is refused before the prover begins.</remarks>
public static class ReceiptProver
{
    /// <summary>What a proof of the receipt takes.</summary>
    /// <exception cref="InvalidInputException">The receipt is not of this Program, or a step cannot be proved.</exception>
    public static ProofEstimate Estimate(ModelProver prover, ReceiptContent receipt, ImmutableArray<CommitmentLeaf> input, ProverOptions options)
    {
        ArgumentNullException.ThrowIfNull(prover);
        ArgumentNullException.ThrowIfNull(receipt);
        return prover.Estimate([.. ReadInputs(prover, receipt, input).Select(static tensor => tensor.Shape)], options);
    }

    /// <summary>Makes the proof of a receipt. One that hides its input comes with the opening, for those who may see the receipt's input.</summary>
    /// <param name="executable">The Program, loaded.</param>
    /// <param name="prover">Its prover.</param>
    /// <param name="receipt">What the receipt says.</param>
    /// <param name="input">The leaves of its input, all of them.</param>
    /// <param name="output">The leaves of its output, all of them.</param>
    /// <param name="options">How to prove.</param>
    /// <param name="progress">Is told what comes next; may be null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">The receipt is not of this Program, the run does not confirm it, a step cannot be proved, or there is not the memory.</exception>
    public static Evidence Prove(
        Executable executable,
        ModelProver prover,
        ReceiptContent receipt,
        ImmutableArray<CommitmentLeaf> input,
        ImmutableArray<CommitmentLeaf> output,
        ProverOptions options,
        IProgress<ProverProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(executable);
        ArgumentNullException.ThrowIfNull(prover);
        ArgumentNullException.ThrowIfNull(receipt);
        ImmutableArray<Tensor> inputs = ReadInputs(prover, receipt, input);
        RunResult run = executable.Run(inputs, cancellationToken);
        if (!LeavesOf(prover, run.Outputs).SequenceEqual(output, LeafEquality.Instance))
            throw Refused("the outputs of a new run are not those of the receipt");
        if (receipt.Trace != new Commitment(run.TraceRoot, run.TraceLeafCount))
            throw Refused($"the trace of a new run has the root {run.TraceRoot}, that of the receipt {receipt.Trace.Root}");
        ModelProof proof = prover.Prove(inputs, options, progress, cancellationToken);
        if (!LeavesOf(prover, proof.Outputs).SequenceEqual(output, LeafEquality.Instance))
            throw new System.Diagnostics.UnreachableException("The prover computes other outputs than the engine.");
        return new ProofEvidence(prover.Subject.Program.ToBytes(), prover.Subject.PublicBytes, proof.File.ToBytes()) { Opening = proof.Opening }.ToEvidence();
    }

    private static ImmutableArray<Tensor> ReadInputs(ModelProver prover, ReceiptContent receipt, ImmutableArray<CommitmentLeaf> leaves)
    {
        Program program = prover.Subject.Program;
        if (receipt.Model.Program != program.Id || receipt.Execution.Profile != program.Profile || receipt.Execution.Semantics != Program.Semantics)
            throw Refused($"it is about Program {receipt.Model.Program} under {receipt.Execution.Semantics}, and the model at hand is another");
        if (!leaves.Select(static leaf => leaf.Label).SequenceEqual(program.Inputs.Select(static declared => declared.Name), StringComparer.Ordinal))
            throw Refused("its input is not one tensor for each input of the Program, all disclosed");
        return [.. leaves.Select(Read)];
    }

    private static Tensor Read(CommitmentLeaf leaf) =>
        leaf.Kind == LeafKind.Tensor && TensorContent.TryParse(leaf.Content, out TensorContent? content) && ElementTypes.TryParse(content.Type, out ElementType type)
            ? new Tensor(type, content.Shape, content.Bytes.ToArray())
            : throw Refused($"its input '{leaf.Label}' is no tensor");

    private static IEnumerable<CommitmentLeaf> LeavesOf(ModelProver prover, ImmutableArray<Tensor> outputs) =>
        prover.Subject.Program.Outputs.Select((output, index) => new TensorContent(outputs[index].Type.CanonicalName(), outputs[index].Shape, outputs[index].Bytes).ToLeaf(output.Name));

    private static InvalidInputException Refused(string why) => new(InvalidInputKind.Invalid, "receipt", $"The receipt cannot be proved: {why}.");

    private sealed class LeafEquality : IEqualityComparer<CommitmentLeaf>
    {
        public static LeafEquality Instance { get; } = new();

        public bool Equals(CommitmentLeaf? x, CommitmentLeaf? y) =>
            ReferenceEquals(x, y) || (x is not null && y is not null && x.Kind == y.Kind && x.Label == y.Label && x.Content.Span.SequenceEqual(y.Content.Span));

        public int GetHashCode(CommitmentLeaf obj) => StringComparer.Ordinal.GetHashCode(obj.Label);
    }
}
