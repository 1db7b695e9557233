using System.Collections.Immutable;

namespace OpenGradient.Execution.Disputes;

/// <summary>Runs a loop another number of times, once.</summary>
/// <param name="loop">A leaf of the loop.</param>
/// <param name="count">How many times.</param>
internal sealed class OtherCount(LeafName loop, int count) : Conduct
{
    /// <inheritdoc/>
    public override Succession Way(ProgramView program) => new OtherWay(program, loop, count);

    private sealed class OtherWay(ProgramView program, LeafName altered, int count) : Succession(program)
    {
        /// <inheritdoc/>
        public override bool Runs(StepRecord loop, ImmutableArray<int> around, int iteration) =>
            loop.Index == altered.Step && around.AsSpan().SequenceEqual(altered.Iterations.AsSpan()) ? iteration < count : base.Runs(loop, around, iteration);
    }
}
