using System.Collections.Immutable;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>Which leaf of the full trace follows which: the way of a run through choices and loops (spec/dispute-1, section 4).</summary>
/// <param name="program">The records, and the values on which the way depends.</param>
internal class Succession(ProgramView program) : Resolution(program)
{
    /// <summary>The first leaf of a run; null if the Program has no steps.</summary>
    public LeafName? First(FrameRecord frame) => frame.StepCount == 0 ? null : Arrive(0, [], depth: 0);

    /// <summary>The leaf after another; null if that was the last.</summary>
    public LeafName? After(LeafName leaf)
    {
        StepRecord step = Program.Step(leaf.Step);
        if (leaf.Output + 1 < step.OutputCount)
            return leaf with { Output = leaf.Output + 1 };
        if (step.Next is { } next)
            return Arrive(next, leaf.Iterations, depth: 0);
        if (step.Holder is not { } index)
            return null;
        StepRecord holder = Program.Step(index);
        return holder.IsLoop
            ? Iterate(holder, leaf.Iterations[..^1], leaf.Iterations[^1] + 1, depth: 0)
            : new LeafName(index, 0, leaf.Iterations);
    }

    /// <summary>The body that a choice takes.</summary>
    public virtual BodyRecord Choose(StepRecord choice, ImmutableArray<int> iterations) =>
        choice.Bodies[Program.Truth(Required(Resolve(choice.Input(0), choice.Holder, iterations))) ? 0 : 1];

    /// <summary>Whether a loop runs an iteration, all earlier ones having run.</summary>
    public virtual bool Runs(StepRecord loop, ImmutableArray<int> around, int iteration)
    {
        if (Resolve(loop.Input(0), loop.Holder, around) is { } count && iteration >= Program.Number(count))
            return false;
        return Program.Truth(Required(Handed(loop, 1, around.Add(iteration))));
    }

    /// <summary>How often a loop ran.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="around">The iterations of the loops around it.</param>
    /// <param name="before">The leaf before the loop's first; null if there is none.</param>
    public int IterationCount(StepRecord loop, ImmutableArray<int> around, LeafName? before)
    {
        if (loop.Bodies[0].First is null)
            return IdleCount(loop, around);
        bool isInside = before is not null && before.Step > loop.Index && before.Iterations.Length > around.Length
            && before.Iterations.AsSpan().StartsWith(around.AsSpan());
        return isInside ? checked(before!.Iterations[around.Length] + 1) : 0;
    }

    /// <summary>A body without steps only passes values on: what the condition is after as many iterations as there are places, it stays.</summary>
    /// <remarks>A place has a number that anybody may write, and an output that must be shown: the fewer of these bound the work.</remarks>
    private int IdleCount(StepRecord loop, ImmutableArray<int> around)
    {
        int iteration = 0;
        while (iteration <= Math.Min(loop.Bodies[0].InputCount, loop.Bodies[0].Outputs.Length + 1))
        {
            if (!Runs(loop, around, iteration))
                return iteration;
            iteration++;
        }

        RecordInput count = Resolve(loop.Input(0), loop.Holder, around) ?? throw new ArgumentException("The loop never ends.", nameof(loop));
        return checked((int)Program.Number(count));
    }

    private LeafName Arrive(int index, ImmutableArray<int> iterations, int depth)
    {
        if (depth > ProgramValidator.MaxBodyDepth)
            throw new ArgumentException("Bodies lie too deep in each other.", nameof(depth));
        StepRecord step = Program.Step(index);
        if (step.IsLoop)
            return Iterate(step, iterations, 0, depth);
        return step.IsChoice && Choose(step, iterations).First is { } first
            ? Arrive(first, iterations, depth + 1)
            : new LeafName(index, 0, iterations);
    }

    private LeafName Iterate(StepRecord loop, ImmutableArray<int> around, int iteration, int depth) =>
        loop.Bodies[0].First is { } first && Runs(loop, around, iteration)
            ? Arrive(first, around.Add(iteration), depth + 1)
            : new LeafName(loop.Index, 0, around);

    private static RecordInput Required(RecordInput? input) => input ?? throw new ArgumentException("A condition is missing.", nameof(input));
}
