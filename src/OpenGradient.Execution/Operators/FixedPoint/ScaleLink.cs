using OpenGradient.Kernels;

namespace OpenGradient.Execution.Operators;

/// <summary>A change of scale without a table, of numbers of which nothing is known: blocks in which all are safe take the fast way, others go one by one, with every check.</summary>
/// <param name="scale">Has one multiplier.</param>
internal sealed class ScaleLink(FixedScaleConstants scale) : WideLink
{
    /// <inheritdoc/>
    public override bool HasOperand => false;

    /// <inheritdoc/>
    public override void Run(Span<long> block, ReadOnlySpan<long> operand)
    {
        if (!scale.TryRun(0, block, block))
            FixedScaling.Run(block, scale.Multipliers[0], scale.Shift, block);
    }
}
