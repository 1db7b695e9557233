using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Operators;

/// <summary>From letters to numbered axes: letters by their code, the axes of the dots by -1 (the last), -2, ….</summary>
internal static class EinsumLabels
{
    /// <summary>The axes of an operand. A letter that stands twice is the diagonal; an axis of the dots of size 1 is left out, it broadcasts.</summary>
    public static EinsumOperand Read(StepRun run, string letters, int[] shape)
    {
        int dots = letters.Contains(EinsumEquation.Dots, StringComparison.Ordinal) ? shape.Length - (letters.Length - 1) : 0;
        if (dots < 0 || (dots == 0 && letters.Replace(".", "", StringComparison.Ordinal).Length != shape.Length))
            throw run.Error($"'{letters}' does not name the axes of {Interpreter.Shapes.Describe(shape)}");
        var labels = new List<int>();
        var sizes = new List<int>();
        var steps = new List<int>();
        int[] all = Expand(letters, dots);
        int[] ownSteps = StridedCopy.Steps(shape);
        for (int axis = 0; axis < all.Length; axis++)
        {
            int known = labels.IndexOf(all[axis]);
            if (known >= 0 && sizes[known] != shape[axis])
                throw run.Error($"the axes of one letter have the sizes {sizes[known]} and {shape[axis]}");
            if (known >= 0)
            {
                steps[known] = checked(steps[known] + ownSteps[axis]);
                continue;
            }

            if (all[axis] < 0 && shape[axis] == 1)
                continue;
            labels.Add(all[axis]);
            sizes.Add(shape[axis]);
            steps.Add(ownSteps[axis]);
        }

        return new EinsumOperand([.. labels], [.. sizes], [.. steps]);
    }

    /// <summary>The axes that letters stand for, if the dots stand for so many.</summary>
    public static int[] Expand(string letters, int dots) =>
        [.. letters.SelectMany(letter => letter == EinsumEquation.Dots ? Enumerable.Range(-dots, dots) : [letter])];
}
