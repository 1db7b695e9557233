using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>A change of scale with a table.</summary>
/// <param name="scale">Has one multiplier.</param>
/// <param name="bounded">The same behind bounds that make every number safe; null if nothing is known of them.</param>
internal sealed class TableEnd(FixedScaleConstants scale, FixedEpilogue? bounded) : FixedChainEnd
{
    /// <inheritdoc/>
    public override ElementType Type => ElementType.Int16;

    /// <inheritdoc/>
    public override void Run(StepRun run, ReadOnlySpan<long> block, Value y, int start)
    {
        Span<short> entries = y.WritableWords<short>().Slice(start, block.Length);
        if (bounded is not null)
            bounded.OfOutput(0, block, entries);
        else if (!scale.TryRun(0, block, entries) && !FixedScaling.TryRun(block, scale.Multipliers[0], scale.Shift, scale.Table!, entries))
            throw run.Error("an element is outside the table");
    }
}
