using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>The dimensions from <c>start</c> to before <c>end</c>, as <c>i64</c>.</summary>
internal sealed class ShapeOperation(int start, int end) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new(
        "Shape", 1, 1, 1, static binding => new ShapeOperation(binding.Attributes.Integer("start", 0), binding.Attributes.Integer("end", int.MaxValue)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        int first = Math.Clamp(start < 0 ? start + x.Rank : start, 0, x.Rank);
        int last = Math.Clamp(end < 0 ? end + x.Rank : end, first, x.Rank);
        Value y = run.Output(0, ElementType.Int64, last - first);
        for (int axis = first; axis < last; axis++)
            y.Longs[axis - first] = x.Shape[axis];
    }
}
