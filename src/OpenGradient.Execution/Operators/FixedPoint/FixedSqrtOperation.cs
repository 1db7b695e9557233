using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>⌊√(x · 2^shift)⌋, 0 for x below 0, of i64.</summary>
internal sealed class FixedSqrtOperation(int shift) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("FixedSqrt", 1, 1, 1, static binding =>
    {
        int shift = binding.Attributes.Integer("shift", 0);
        return shift is >= 0 and < 63 ? new FixedSqrtOperation(shift) : throw binding.Error("shift must be from 0 to 62");
    });

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        ReadOnlySpan<long> x = run.Input(0, ElementType.Int64).Longs;
        Span<long> y = run.Output(0, ElementType.Int64, run.Input(0).Shape).Longs;
        for (int i = 0; i < y.Length; i++)
        {
            if (i % ElementsAtOnce == 0 && run.Workers.IsCancelled)
                return;
            y[i] = FixedRoots.Root(x[i], shift);
        }
    }

    private const int ElementsAtOnce = 1 << 16;
}
