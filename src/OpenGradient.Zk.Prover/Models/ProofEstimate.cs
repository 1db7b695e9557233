using OpenGradient.Zk.Circuits;
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
    private const double NanosecondsOfCommitted = 60;
    private const double NanosecondsOfFraction = 120;

    internal static ProofEstimate Of(Circuit circuit)
    {
        long witness = 1L << LogElements(circuit.WitnessColumns);
        long key = circuit.KeyColumns.IsEmpty ? 0 : 1L << LogElements(circuit.KeyColumns);
        long lookups = 1L << LookupVerifier.LayoutOf(circuit).VariableCount;
        long cells = circuit.Values.Sum(static value => value.Role == ValueRole.Outside || value.Shape.IsDefault ? 0 : value.CellCount);
        long bytes = (cells * 3 * sizeof(long)) + ((witness + key) * BytesOfCommitted) + (lookups * BytesOfFraction);
        double nanoseconds = ((witness + key) * NanosecondsOfCommitted) + (lookups * NanosecondsOfFraction);
        return new(circuit.Steps.Length, witness, key, lookups, bytes, TimeSpan.FromMicroseconds(nanoseconds / 1000));
    }

    private static int LogElements(IEnumerable<TensorShape> columns) => new ColumnLayout([.. columns.Select(static column => column.VariableCount)]).VariableCount;
}
