using System.Collections.Immutable;

namespace OpenGradient.Programs;

/// <summary>How steps and values are counted where steps hold bodies; for well-formed Programs.</summary>
public static class Numbering
{
    /// <summary>How many values the steps make, those inside bodies included.</summary>
    public static int ValueCount(ImmutableArray<Step> steps)
    {
        int count = 0;
        foreach (Step step in steps)
            count += BodyValueCount(step) + step.OutputCount;
        return count;
    }

    /// <summary>How many values the bodies of a step have; they come before its outputs.</summary>
    public static int BodyValueCount(Step step)
    {
        int count = 0;
        foreach (Body body in step.Bodies)
            count += body.ValueCount;
        return count;
    }

    /// <summary>How many steps there are, those inside bodies included: a step is counted before those of its bodies.</summary>
    public static int StepCount(ImmutableArray<Step> steps)
    {
        int count = 0;
        foreach (Step step in steps)
            count += 1 + BodyStepCount(step);
        return count;
    }

    /// <summary>How many steps the bodies of a step have.</summary>
    public static int BodyStepCount(Step step)
    {
        int count = 0;
        foreach (Body body in step.Bodies)
            count += StepCount(body.Steps);
        return count;
    }
}
