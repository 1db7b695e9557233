using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Real numbers: <c>Cast</c> to f32, then <c>Mul</c> by what an integer of 1 is.</summary>
internal sealed class RealEnd(float unit) : FixedChainEnd
{
    private readonly float[] _unit = [unit];

    /// <inheritdoc/>
    public override ElementType Type => ElementType.Float32;

    /// <inheritdoc/>
    public override void Run(StepRun run, ReadOnlySpan<long> block, Value y, int start)
    {
        Span<float> numbers = y.Floats.Slice(start, block.Length);
        WideConversion.Round(block, numbers);
        Kernels.Elementwise.Map(default(Mul), numbers, _unit, numbers);
    }
}
