using System.Collections.Immutable;

namespace OpenGradient.Execution.Disputes;

/// <summary>Takes the other body of a choice, once.</summary>
/// <param name="choice">A leaf of the choice.</param>
internal sealed class OtherBranch(LeafName choice) : Conduct
{
    /// <inheritdoc/>
    public override Succession Way(ProgramView program) => new OtherWay(program, choice);

    private sealed class OtherWay(ProgramView program, LeafName altered) : Succession(program)
    {
        /// <inheritdoc/>
        public override BodyRecord Choose(StepRecord choice, ImmutableArray<int> iterations)
        {
            BodyRecord right = base.Choose(choice, iterations);
            bool isAltered = choice.Index == altered.Step && iterations.AsSpan().SequenceEqual(altered.Iterations.AsSpan());
            return isAltered ? choice.Bodies.First(body => body != right) : right;
        }
    }
}
