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
    // Measured with bench/Proofs: bytes and nanoseconds for each number that is committed to or looked up.
    private const long BytesOfCommitted = 8 + 32 + 64; // the vector, its code words, two tables of the extension for the opening and their halves
    private const long BytesOfFraction = 96; // numerators and denominators of all layers, and the tables of a sumcheck
    private const double NanosecondsOfCommitted = 60;
    private const double NanosecondsOfFraction = 120;

    internal static ProofEstimate Of(Circuit circuit, ProofParameters parameters)
    {
        _ = parameters;
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
