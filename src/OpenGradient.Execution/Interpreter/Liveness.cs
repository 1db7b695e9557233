using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>When a value is read for the last time, so that its buffer can be used again.</summary>
/// <remarks>A value that a body reads from outside is read by the step that holds the body: the body may run again.</remarks>
internal static class Liveness
{
    /// <summary>
    /// For each value the number of the last step that reads it, among the steps of the list in which it is made; -1 if none does,
    /// <see cref="int.MaxValue"/> if the Program or a body returns it.
    /// </summary>
    public static ImmutableArray<int> LastUses(Program program, ImmutableArray<BoundStep> steps)
    {
        int[] lastUses = new int[program.ValueCount];
        Array.Fill(lastUses, -1);
        foreach (BoundStep step in steps)
            Visit(step, [], lastUses);
        foreach (ProgramOutput output in program.Outputs)
            lastUses[output.Value] = int.MaxValue;
        return ImmutableCollectionsMarshal.AsImmutableArray(lastUses);
    }

    /// <param name="step">What reads.</param>
    /// <param name="holders">The steps whose bodies it lies in, outermost first.</param>
    /// <param name="lastUses">The table.</param>
    private static void Visit(BoundStep step, ImmutableArray<(int Step, int FirstValue)> holders, int[] lastUses)
    {
        foreach (int input in step.Step.Inputs)
        {
            if (input != Step.Absent)
                lastUses[input] = Reader(input, step.Index, holders);
        }

        foreach (BoundBody body in step.Bodies)
        {
            ImmutableArray<(int, int)> inside = holders.Add((step.Index, step.Bodies[0].FirstValue));
            foreach (BoundStep inner in body.Steps)
                Visit(inner, inside, lastUses);
            foreach (int output in body.Body.Outputs)
                lastUses[output] = output >= body.FirstValue ? int.MaxValue : Math.Max(lastUses[output], Reader(output, step.Index, holders));
        }
    }

    /// <summary>The outermost holder that the value does not lie in; the step itself if it lies in all of them.</summary>
    private static int Reader(int value, int step, ImmutableArray<(int Step, int FirstValue)> holders)
    {
        foreach ((int holder, int firstValue) in holders)
        {
            if (value < firstValue)
                return holder;
        }

        return step;
    }
}
