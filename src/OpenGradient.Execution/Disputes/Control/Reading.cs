using System.Collections.Immutable;

namespace OpenGradient.Execution.Disputes;

/// <summary>What an output of a step is made from in one run: a step with bodies hands on what they gave, any other works on its inputs.</summary>
/// <param name="Record">The step.</param>
/// <param name="Inputs">What is read; null for an optional input that is not given.</param>
/// <param name="Judge">What is done with it.</param>
internal sealed record Reading(StepRecord Record, ImmutableArray<RecordInput?> Inputs, IJudge Judge)
{
    /// <summary>What an output of a step is made from.</summary>
    /// <param name="leaf">The output.</param>
    /// <param name="program">The records.</param>
    /// <param name="way">The way of the run.</param>
    /// <param name="before">The leaf before the step's first, which tells how often a loop ran; null if there is none.</param>
    /// <param name="element">The share of the output that is asked for, of all in row-major order; null for its header.</param>
    public static Reading Of(LeafName leaf, ProgramView program, Succession way, LeafName? before, (long Element, long Count)? element)
    {
        StepRecord record = program.Step(leaf.Step);
        if (record.IsChoice)
            return Copy(record, way.Resolve(way.Choose(record, leaf.Iterations).Outputs[leaf.Output], record.Index, leaf.Iterations));
        if (record.IsLoop)
            return OfLoop(record, leaf, way, way.IterationCount(record, leaf.Iterations, before), element);
        return new Reading(record, [.. record.Inputs.Select(input => way.Resolve(input, record.Holder, leaf.Iterations))], JudgeRegistry.Find(record.Operator));
    }

    private static Reading OfLoop(StepRecord loop, LeafName leaf, Succession way, int iterationCount, (long Element, long Count)? element)
    {
        int carriedCount = Math.Max(loop.Inputs.Length - 2, 0);
        RecordInput? Given(int place, long iteration) =>
            way.Resolve(loop.Bodies[0].Outputs[place], loop.Index, leaf.Iterations.Add(checked((int)iteration)));
        if (leaf.Output < carriedCount)
            return Copy(loop, iterationCount == 0 ? way.Resolve(loop.Input(2 + leaf.Output), loop.Holder, leaf.Iterations) : Given(1 + leaf.Output, iterationCount - 1));
        var judge = new LoopPartJudge(leaf.Output - carriedCount, iterationCount);
        if (iterationCount == 0)
            return new Reading(loop, [], judge);
        return new Reading(loop, [Given(1 + leaf.Output, element is { } place ? place.Element / (place.Count / iterationCount) : 0)], judge);
    }

    private static Reading Copy(StepRecord record, RecordInput? source) => new(record, [source], CopyJudge.Instance);
}
