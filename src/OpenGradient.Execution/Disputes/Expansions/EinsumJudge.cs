using OpenGradient.Execution.Interpreter;
using OpenGradient.Execution.Operators;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>Einsum</c>: one contraction, or several, from the first operand to the last.</summary>
internal sealed class EinsumJudge : IExpandingJudge
{
    /// <inheritdoc/>
    public bool ExpandsHeader => false;

    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => new(step.Input(0).Type, Shapes.ToImmutable(Read(step, out _).Shape));

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element) => Read(step, out _).Derive(step, element);

    /// <inheritdoc/>
    public Expansion? Expand(Reading reading, JudgedStep step)
    {
        Contraction all = Read(step, out int[][] axes);
        return all.IsOne ? null : Expansion.Of(reading, step, (sketch, inputs) =>
        {
            ContractionTerm[] terms = [.. inputs.Select((value, operand) => new ContractionTerm(value, axes[operand], all.Operands[operand].Labels))];
            ContractionTerm joined = terms[0];
            for (int operand = 1; operand < terms.Length; operand++)
            {
                int[] kept = [.. all.Result, .. terms[(operand + 1)..].SelectMany(static later => later.Labels)];
                ContractionTerm next = terms[operand].Keep(sketch, [.. kept, .. joined.Labels]);
                joined = joined.Keep(sketch, [.. kept, .. next.Labels]).Join(sketch, next, kept);
            }

            return [joined.Give(sketch, all.Result)];
        });
    }

    /// <summary>All operands, and the labels of their axes.</summary>
    private static Contraction Read(JudgedStep step, out int[][] axes)
    {
        EinsumEquation equation = EinsumEquation.TryParse(step.Attributes.Name("equation", "")) ?? throw step.Error("the equation cannot be read");
        int[] dots = [.. equation.Operands.Select((letters, index) => letters.Contains(EinsumEquation.Dots, StringComparison.Ordinal) ? step.Input(index).Shape.Length - (letters.Length - 1) : 0)];
        axes = [.. equation.Operands.Select((letters, index) => EinsumLabels.Expand(letters, dots[index]))];
        return new Contraction([.. axes.Select((labels, index) => Contraction.Operand(labels, step.Input(index).Shape))], EinsumLabels.Expand(equation.Result, dots.Max()));
    }
}
