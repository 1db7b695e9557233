using System.Collections.Immutable;

namespace OpenGradient.Execution.Disputes;

/// <summary>Hands a value that an iteration was handed to the next one too, instead of what the iteration made of it.</summary>
/// <param name="loop">A leaf of the loop.</param>
/// <param name="iteration">The iteration that gets the old value; at least 1.</param>
internal sealed class StaleValue(LeafName loop, int iteration) : Conduct
{
    /// <inheritdoc/>
    public override Succession Way(ProgramView program) => new OtherWay(program, loop, iteration);

    private sealed class OtherWay(ProgramView program, LeafName altered, int iteration) : Succession(program)
    {
        private const int FirstCarried = 2;

        /// <inheritdoc/>
        protected override RecordInput? Handed(StepRecord loop, int place, ImmutableArray<int> iterations)
        {
            bool isStale = place >= FirstCarried && iterations[^1] == iteration && loop.Index == altered.Step
                && iterations.AsSpan()[..^1].SequenceEqual(altered.Iterations.AsSpan());
            return base.Handed(loop, place, isStale ? iterations.SetItem(iterations.Length - 1, iteration - 1) : iterations);
        }
    }
}
