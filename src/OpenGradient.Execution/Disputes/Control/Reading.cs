using System.Collections.Immutable;

namespace OpenGradient.Execution.Disputes;

/// <summary>What an output of a step is made from in one run: a step with bodies hands on what they gave, any other works on its inputs.</summary>
/// <param name="Record">The step.</param>
/// <param name="Inputs">What is read; null for an optional input that is not given.</param>
/// <param name="Judge">What is done with it.</param>
/// <param name="Header">Type and shape of the output, if an element of it is asked for; otherwise null.</param>
internal sealed record Reading(StepRecord Record, ImmutableArray<RecordInput?> Inputs, IJudge Judge, ValueHeader? Header)
{
    /// <summary>The output itself and the element of it that is asked for; null if a header is, and for a step with bodies.</summary>
    public (DocumentName Document, long Element)? Own { get; private init; }

    /// <summary>What an output of a step is made from.</summary>
    /// <param name="leaf">The output.</param>
    /// <param name="program">The records.</param>
    /// <param name="way">The way of the run.</param>
    /// <param name="before">The leaf before the step's first, which tells how often a loop ran; null if there is none.</param>
    /// <param name="element">The element of the output that is asked for, in row-major order, and the header; null if that is asked for.</param>
    public static Reading Of(LeafName leaf, ProgramView program, Succession way, LeafName? before, (long Index, ValueHeader Header)? element)
    {
        StepRecord record = program.Step(leaf.Step);
        if (record.IsChoice)
            return Copy(record, way.Resolve(way.Choose(record, leaf.Iterations).Outputs[leaf.Output], record.Index, leaf.Iterations));
        if (record.IsLoop)
            return OfLoop(record, leaf, way, way.IterationCount(record, leaf.Iterations, before), element);
        ImmutableArray<RecordInput?> inputs = [.. record.Inputs.Select(input => way.Resolve(input, record.Holder, leaf.Iterations))];
        return new Reading(record, inputs, JudgeRegistry.Find(record.Operator), element?.Header) { Own = element is { } share ? (DocumentName.Of(leaf), share.Index) : null };
    }

    /// <summary>The derivation of an element, or of the dimension that a header depends on.</summary>
    public Derivation Derive(JudgedStep step, int output, long? element) =>
        element is { } index ? Judge.Derive(step, output, index) : ((ISizeJudge)Judge).DeriveSize(step, output);

    /// <summary>The expansion by which the step is judged; null if a derivation, or the shapes alone, say what it gives.</summary>
    /// <param name="step">The step.</param>
    /// <param name="ofHeader">Whether type and shape are asked for.</param>
    public Expansion? Expand(JudgedStep step, bool ofHeader) =>
        Judge is IExpandingJudge judge && (!ofHeader || judge.ExpandsHeader) ? judge.Expand(this, step) : null;

    private static Reading OfLoop(StepRecord loop, LeafName leaf, Succession way, int iterationCount, (long Index, ValueHeader Header)? element)
    {
        int carriedCount = Math.Max(loop.Inputs.Length - 2, 0);
        RecordInput? Given(int place, long iteration) =>
            way.Resolve(loop.Bodies[0].Outputs[place], loop.Index, leaf.Iterations.Add(checked((int)iteration)));
        if (leaf.Output < carriedCount)
            return Copy(loop, iterationCount == 0 ? way.Resolve(loop.Input(2 + leaf.Output), loop.Holder, leaf.Iterations) : Given(1 + leaf.Output, iterationCount - 1));
        var judge = new LoopPartJudge(leaf.Output - carriedCount, iterationCount);
        if (iterationCount == 0)
            return new Reading(loop, [], judge, element?.Header);
        return new Reading(loop, [Given(1 + leaf.Output, element is { } place ? place.Index / (place.Header.ElementCount / iterationCount) : 0)], judge, element?.Header);
    }

    private static Reading Copy(StepRecord record, RecordInput? source) => new(record, [source], CopyJudge.Instance, null);
}
