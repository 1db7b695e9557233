using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Soundness;

namespace OpenGradient.Zk;

/// <summary>The statement of a proof in numbers: what is proved, of what size, by which parameters.</summary>
/// <param name="Steps">The rules of the core's steps, in the order of the Program, each with how many numbers it makes.</param>
/// <param name="BorderInputs">The sizes of the values where the core begins.</param>
/// <param name="BorderOutputs">The sizes of the values where it ends.</param>
/// <param name="WitnessColumns">How many columns the run is committed to in.</param>
/// <param name="WitnessElements">Numbers behind the root of the run.</param>
/// <param name="KeyColumns">How many weights there are.</param>
/// <param name="KeyElements">Numbers behind the root of the proof key.</param>
/// <param name="LookupElements">Fractions whose sum is shown to be zero.</param>
/// <param name="LogInverseRate">b: code words are 2^b times as long as what they encode.</param>
/// <param name="QueryCount">Q: places that are opened of a commitment.</param>
/// <param name="WorkBits">g: bits of work before they are drawn.</param>
/// <param name="LookupWorkBits">h: bits of work before the challenges of the lookups.</param>
/// <param name="Terms">What a false statement could pass by, each with the hundredths of bits that it costs at least.</param>
/// <param name="CentiBits">The hundredths of bits of all of them together, at least.</param>
public sealed record ProofExplanation(
    ImmutableArray<(string Operator, long Elements)> Steps,
    ImmutableArray<ImmutableArray<long>> BorderInputs,
    ImmutableArray<ImmutableArray<long>> BorderOutputs,
    int WitnessColumns,
    long WitnessElements,
    int KeyColumns,
    long KeyElements,
    long LookupElements,
    int LogInverseRate,
    int QueryCount,
    int WorkBits,
    int LookupWorkBits,
    ImmutableArray<(string Part, string Rule, string Formula, int CentiBits)> Terms,
    int CentiBits)
{
    /// <summary>Explains a proof; on failure <paramref name="reason"/> names the step that this verifier has no rule for. Nothing is verified.</summary>
    public static bool TryCreate(ProofFile file, ProofSubject subject, [NotNullWhen(true)] out ProofExplanation? explanation, out string reason)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(subject);
        (explanation, reason) = (null, "");
        try
        {
            explanation = Of(file, ProofCircuit.Build(subject, file.InputShapes, file.Key.RowSums, file.Visibility));
            return true;
        }
        catch (InvalidInputException refused)
        {
            reason = $"{refused.Subject}: {refused.Message}";
            return false;
        }
    }

    private static ProofExplanation Of(ProofFile file, Circuit circuit)
    {
        SoundnessLedger ledger = ProofCircuit.Weigh(file, circuit);
        return new(
            [.. circuit.Steps.Select(step => (step.Name, circuit.Values[step.Output].CellCount))],
            [.. circuit.BorderInputs.Select(value => circuit.Values[value].Shape)],
            [.. circuit.BorderOutputs.Select(value => circuit.Values[value].Shape)],
            circuit.WitnessColumns.Length,
            1L << new PlacedColumns(circuit.WitnessColumns).Layout.VariableCount,
            circuit.KeyColumns.Length,
            circuit.KeyColumns.IsEmpty ? 0 : 1L << new PlacedColumns(circuit.KeyColumns).Layout.VariableCount,
            1L << new LookupLayout(circuit).Blocks.VariableCount,
            file.Parameters.LogInverseRate,
            file.Parameters.Queries.QueryCount,
            file.Parameters.Queries.WorkBits,
            file.Parameters.LookupWorkBits,
            [.. ledger.Terms.Select(static term => (term.Part, term.Rule.Name, term.Rule.Formula, term.CentiBits))],
            SoundnessLedger.CentiBitsOf(ledger.Error));
    }
}
