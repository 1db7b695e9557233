using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>The axes from <c>axis</c> on brought to mean 0 and variance 1, then · scale, then + bias. Inputs: x, scale, bias?.</summary>
internal sealed class LayerNormOperation(int axis, float epsilon) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new(
        "LayerNorm", 2, 3, 1, static binding => new LayerNormOperation(binding.Attributes.Integer("axis", -1), binding.Attributes.Float("epsilon", 1e-5f)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Float32);
        int first = run.Axis(axis, x.Rank);
        int columns = Interpreter.Shapes.ElementCount(x.Shape, first, x.Rank);
        Value scale = run.Input(1, ElementType.Float32);
        Value? bias = run.Has(2) ? run.Input(2, ElementType.Float32) : null;
        if (scale.ElementCount != columns || (bias is not null && bias.ElementCount != columns))
            throw run.Error($"scale and bias must have {columns} elements, as the normalised axes");
        Value y = run.Output(0, ElementType.Float32, x.Shape);
        if (y.ElementCount == 0)
            return;
        Normalizations.Standardize(x.Floats, columns, epsilon, y.Floats);
        for (int start = 0; start < x.ElementCount; start += columns)
        {
            Span<float> row = y.Floats.Slice(start, columns);
            Kernels.Elementwise.Map(default(Mul), row, scale.Floats, row);
            if (bias is not null)
                Kernels.Elementwise.Map(default(Add), row, bias.Floats, row);
        }
    }
}
