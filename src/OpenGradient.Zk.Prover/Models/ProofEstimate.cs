using System.Collections.Immutable;
using System.Numerics;
using OpenGradient.Primitives;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Statements;

namespace OpenGradient.Zk.Prover;

/// <summary>What a proof will take, told from the shapes alone.</summary>
/// <param name="StepCount">Steps of the core.</param>
/// <param name="WitnessElements">Numbers that the run is committed to.</param>
/// <param name="KeyElements">Numbers that the weights are committed to.</param>
/// <param name="LookupElements">Fractions of the lookups.</param>
/// <param name="MemoryBytes">The most memory at a time, about.</param>
/// <param name="Time">About as long on one core of a current processor, the weights committed to.</param>
public sealed record ProofEstimate(int StepCount, long WitnessElements, long KeyElements, long LookupElements, long MemoryBytes, TimeSpan Time)
{
    // For each number that is committed to or looked up. Reckoned, not measured: the bytes from the layout of the tables that live at the same time, and times of
    // the order that bench/Proofs shows. They are good enough to refuse what would fill a machine, and promise nothing.
    private const long BytesOfCommitted = 8 + 32 + 16 + 48; // the vector, its code words (b = 2), their tree, the tables of the sumcheck that opens it
    private const long BytesOfFraction = 96; // numerators and denominators of all layers, and the tables of a sumcheck
    private const long BytesOfKey = 8 + 32 + 16; // the same before anything is opened
    private const long MostCommitted = 1L << 28; // at a rate of a quarter the code words are one array of 2^30
    private const double NanosecondsOfCommitted = 60;
    private const double NanosecondsOfFraction = 120;

    /// <summary>Of a proof.</summary>
    /// <param name="circuit">The core.</param>
    /// <param name="proofCount">In how many proofs the key hides the weights, if it does.</param>
    internal static ProofEstimate Of(Circuit circuit, int proofCount = 1)
    {
        ProofParameters parameters = circuit.Visibility.IsHiding ? ProofParameters.HidingDefault : ProofParameters.Default;
        long witness = 1L << parameters.WitnessShape(circuit).VariableCount;
        long key = circuit.KeyColumns.IsEmpty ? 0 : 1L << parameters.KeyShape(circuit, proofCount).VariableCount;
        long lookups = 1L << LookupVerifier.LayoutOf(circuit).VariableCount;
        long cells = circuit.Values.Sum(static value => value.Role == ValueRole.Outside || value.Shape.IsDefault ? 0 : value.CellCount);
        long bytes = (cells * 3 * sizeof(long)) + ((witness + key) * BytesOfCommitted) + (lookups * BytesOfFraction);
        double nanoseconds = ((witness + key) * NanosecondsOfCommitted) + (lookups * NanosecondsOfFraction);
        return new(circuit.Steps.Length, witness, key, lookups, bytes, TimeSpan.FromMicroseconds(nanoseconds / 1000));
    }

    /// <summary>Of a commitment to weights alone.</summary>
    /// <param name="columns">Their sizes.</param>
    /// <param name="proofCount">In how many proofs it hides them; 0 for weights that are public.</param>
    internal static ProofEstimate OfKey(ImmutableArray<TensorShape> columns, int proofCount = 0)
    {
        var layout = ColumnLayout.OfCommitment(columns);
        CommitmentShape shape = proofCount > 0 ? ProofParameters.HidingDefault.HiddenKeyShape(layout, proofCount) : ProofParameters.Default.KeyShape(layout);
        long key = 1L << shape.VariableCount;
        return new(StepCount: 0, WitnessElements: 0, key, LookupElements: 0, (columns.Sum(static column => StridedCells.Product(column.CellCounts)) * sizeof(long)) + (key * BytesOfKey), TimeSpan.FromMicroseconds(key * NanosecondsOfCommitted / 1000));
    }

    /// <exception cref="InvalidInputException">It would not fit.</exception>
    internal void RequireFits(long memoryLimitBytes)
    {
        long committed = Math.Max(WitnessElements, KeyElements);
        if (committed > MostCommitted)
            throw TooLarge($"A commitment would hold 2^{BitOperations.Log2((ulong)committed)} numbers, and holds at most 2^{BitOperations.Log2((ulong)MostCommitted)}. Prove the model in parts.");
        if (MemoryBytes > memoryLimitBytes)
            throw TooLarge($"It would take about {Mebibytes(MemoryBytes)} of memory; {Mebibytes(memoryLimitBytes)} are allowed.");
    }

    private static InvalidInputException TooLarge(string reason) => new(InvalidInputKind.TooLarge, "proof", reason);

    private static string Mebibytes(long bytes) => $"{(bytes + (1 << 20) - 1) >> 20} MiB";
}
