using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Operators;

/// <summary>The tensor cut along <c>axis</c>, into parts as input 1 lists them, or into equal parts, the last one smaller. Inputs: x, sizes?.</summary>
internal sealed class SplitOperation(int axis) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } =
        new("Split", 1, 2, int.MaxValue, static binding => new SplitOperation(binding.Attributes.Integer("axis", 0)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        int along = run.Axis(axis, x.Rank);
        int[] sizes = Sizes(run, x.Shape[along]);
        int[] steps = StridedCopy.Steps(x.Shape);
        int offset = 0;
        for (int part = 0; part < sizes.Length; part++)
        {
            int[] shape = [.. x.Shape];
            shape[along] = sizes[part];
            StridedCopy.Run(x, steps, offset, run.Output(part, x.Type, shape), run.Workers);
            offset += sizes[part] * steps[along];
        }
    }

    private static int[] Sizes(StepRun run, int size)
    {
        int count = run.OutputCount;
        if (run.Has(1))
        {
            int[] listed = Array.ConvertAll(run.Integers(1), run.Dimension);
            return listed.Length == count && listed.Sum(static part => (long)part) == size
                ? listed
                : throw run.Error($"sizes [{string.Join(',', listed)}] do not cut {size} into {count} parts");
        }

        int each = (size + count - 1) / count;
        return [.. Enumerable.Range(0, count).Select(part => Math.Clamp(size - (part * each), 0, each))];
    }
}
