using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>
/// The axes from <c>axis</c> on brought to mean 0 and variance 1, then · scale, then + bias. Inputs: x, scale, bias?. Outputs: y, and for each row
/// its mean and its factor.
/// </summary>
internal sealed class LayerNormOperation(int axis, float epsilon) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new(
        "LayerNorm", 2, 3, 3, static binding => new LayerNormOperation(binding.Attributes.Integer("axis", -1), binding.Attributes.Float("epsilon", 1e-5f)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Float32);
        int first = run.Axis(axis, x.Rank);
        int columns = Interpreter.Shapes.ElementCount(x.Shape, first, x.Rank);
        Value scale = run.Input(1, ElementType.Float32);
        Value? bias = run.Has(2) ? run.Input(2, ElementType.Float32) : null;
        NormalizedRows.Require(run, x, first, scale);
        if (bias is not null)
            NormalizedRows.Require(run, x, first, bias);
        int[] rowShape = [.. x.Shape[..first], .. Enumerable.Repeat(1, x.Rank - first)];
        Value y = run.Output(0, ElementType.Float32, x.Shape);
        Span<float> means = run.OutputCount > 1 ? run.Output(1, ElementType.Float32, rowShape).Floats : default;
        Span<float> factors = run.OutputCount > 2 ? run.Output(2, ElementType.Float32, rowShape).Floats : default;
        if (y.ElementCount == 0)
        {
            means.Fill(CanonicalNaN.Of(float.NaN));
            factors.Fill(CanonicalNaN.Of(float.NaN));
            return;
        }

        // Scale and bias as long as a row go along with it; others broadcast to it afterwards.
        bool goAlong = scale.ElementCount == columns && (bias is null || bias.ElementCount == columns);
        Normalizations.Standardize(
            x.Floats, columns, epsilon, goAlong ? scale.Floats : default, goAlong && bias is not null ? bias.Floats : default, y.Floats, means, factors, run.Workers);
        if (goAlong)
            return;
        NormalizedRows.Map(default(Mul), y, columns, scale);
        if (bias is not null)
            NormalizedRows.Map(default(Add), y, columns, bias);
    }
}
