using System.Collections.Immutable;
using System.Numerics;
using OpenGradient.Primitives;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Circuits.Building;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
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
    private const long MostCommitted = 1L << 28; // at a rate of a quarter the code words are one array of 2^30

    // Bytes of what lives at the same time, by the layout of the tables.
    private const long BytesOfFraction = 40; // numerators and denominators of all layers but the first, and eq of a sumcheck
    private const long BytesOfWeight = 24; // of the run, where it is opened: a table in E, and that of the run half as long
    private const long BytesOfPlace = 48; // of a code word that is folded: itself, its halves, trees of fibres and roots of unity
    private const long BytesOfKeyElement = 16; // of the key, where it is opened: two tables of half as many numbers of E
    private const long MostKeyTableBytes = 1L << 28; // but no longer ones than this
    private const long LeastBytes = 32L << 20; // what the runtime adds to the smallest proof

    private const double NanosecondsOfCommitted = 60;
    private const double NanosecondsOfFraction = 120;

    /// <summary>Of a proof.</summary>
    /// <param name="circuit">The core.</param>
    /// <param name="proofCount">In how many proofs the key hides the weights, if it does.</param>
    internal static ProofEstimate Of(Circuit circuit, int proofCount = 1)
    {
        ProofParameters parameters = circuit.Visibility.IsHiding ? ProofParameters.HidingDefault : ProofParameters.Default;
        var witness = new PlacedColumns(circuit.WitnessColumns);
        CommitmentShape shape = parameters.WitnessShape(circuit);
        PlacedColumns? key = circuit.KeyColumns.IsEmpty ? null : new PlacedColumns(circuit.KeyColumns);
        CommitmentShape? keyShape = key is null ? null : parameters.KeyShape(circuit, proofCount);
        (long witnessElements, long keyElements) = (1L << shape.VariableCount, keyShape is null ? 0 : 1L << keyShape.VariableCount);
        long lookups = 1L << new LookupLayout(circuit).Blocks.VariableCount;
        long cells = circuit.Values.Sum(static value => value.Role is ValueRole.Outside or ValueRole.Weight || value.Shape.IsDefault ? 0 : value.CellCount);
        long places = Math.Max(shape.CodeElements, keyShape?.CodeElements ?? 0);
        long opening = (witnessElements * BytesOfWeight) + Math.Min(keyElements * BytesOfKeyElement, MostKeyTableBytes) + (places * BytesOfPlace);
        // Between large phases the collector is asked to take back what the last one leaves; between small ones it is not.
        long phases = ProverMemory.CollectsAfter(witnessElements) ? Math.Max(lookups * BytesOfFraction, opening) : (lookups * BytesOfFraction) + opening;
        long bytes = (cells * sizeof(long)) + (CellsOf(witness) * sizeof(long)) + BytesOf(shape, circuit.Visibility.IsHiding ? shape.RowCount : RowsOf(witness, shape), sizeof(long)) + BytesOfKey(key, keyShape) + phases;
        bytes = LeastBytes + (bytes / 5 * 7); // two fifths more: above each proof that was measured, and no bound (bench/Proofs)
        if (circuit.Visibility.IsHiding)
            bytes += BytesOf(shape.MaskOf(QuadraticExtension.Degree), shape.MaskOf(QuadraticExtension.Degree).RowCount, sizeof(long)) + (keyShape?.LogBlindElements is null ? 0 : BytesOf(keyShape.MaskOf(QuadraticExtension.Degree), keyShape.MaskOf(QuadraticExtension.Degree).RowCount, sizeof(long)));
        double nanoseconds = ((witnessElements + keyElements) * NanosecondsOfCommitted) + (lookups * NanosecondsOfFraction);
        return new(circuit.Steps.Length, witnessElements, keyElements, lookups, bytes, TimeSpan.FromMicroseconds(nanoseconds / 1000));
    }

    /// <summary>Of a commitment to weights alone.</summary>
    /// <param name="columns">Their sizes.</param>
    /// <param name="proofCount">In how many proofs it hides them; 0 for weights that are public.</param>
    internal static ProofEstimate OfKey(ImmutableArray<TensorShape> columns, int proofCount = 0)
    {
        var key = new PlacedColumns(columns);
        CommitmentShape shape = proofCount > 0 ? ProofParameters.HidingDefault.HiddenKeyShape(key.Layout, proofCount) : ProofParameters.Default.KeyShape(key.Layout);
        long elements = 1L << shape.VariableCount;
        return new(StepCount: 0, WitnessElements: 0, elements, LookupElements: 0, BytesOfKey(key, shape), TimeSpan.FromMicroseconds(elements * NanosecondsOfCommitted / 1000));
    }

    /// <summary>Of weights as they are kept, in 16 bits each, of the largest as integers of 64, which are made where a step needs them, and of the commitment.</summary>
    private static long BytesOfKey(PlacedColumns? key, CommitmentShape? shape)
    {
        if (key is null || shape is null)
            return 0;
        long cells = CellsOf(key);
        long largest = key.Shapes.Max(static column => StridedCells.Product(column.CellCounts));
        int rowCount = shape.LogBlindElements is null ? (int)((cells + shape.RowElements - 1) / shape.RowElements) : shape.RowCount;
        return (cells * sizeof(short)) + (largest * sizeof(long)) + BytesOf(shape, rowCount, elementBytes: 0);
    }

    /// <summary>Of a vector, the code words of so many of its rows, and the tree over all columns.</summary>
    private static long BytesOf(CommitmentShape shape, int rowCount, int elementBytes) =>
        ((long)elementBytes << shape.VariableCount) + ((long)rowCount * shape.CodeElements * Goldilocks.SizeBytes) + (2L * shape.CodeElements * Keccak256.DigestBytes);

    /// <summary>The rows of a run that are not all zeros.</summary>
    private static int RowsOf(PlacedColumns columns, CommitmentShape shape) =>
        (int)((CellsOf(columns) + shape.RowElements - 1) / shape.RowElements);

    private static long CellsOf(PlacedColumns columns) => columns.Shapes.Sum(static column => StridedCells.Product(column.CellCounts));

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
