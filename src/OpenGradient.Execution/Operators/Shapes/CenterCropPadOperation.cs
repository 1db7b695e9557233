using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Operators;

/// <summary>The middle of x, or x in the middle of zeros, so that each of <c>axes</c> gets the size that the second input lists. Inputs: x, sizes.</summary>
/// <remarks>Of an odd difference the end gets the larger part.</remarks>
internal sealed class CenterCropPadOperation(int[]? axes) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } =
        new("CenterCropPad", 2, 2, 1, static binding => new CenterCropPadOperation(binding.Attributes.Integers("axes")));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        long[] sizes = run.Integers(1);
        int[] listed = axes ?? [.. Enumerable.Range(0, x.Rank)];
        if (sizes.Length != listed.Length)
            throw run.Error($"{sizes.Length} sizes are not one for each of {listed.Length} axes");
        int[] shape = [.. x.Shape];
        for (int i = 0; i < listed.Length; i++)
            shape[run.Axis(listed[i], x.Rank)] = run.Dimension(sizes[i]);
        Value y = run.Output(0, x.Type, shape);
        if (y.ElementCount > 0)
            AxisMaps.Run(x, [.. shape.Select((size, axis) => Map(x.Shape[axis], size))], default, y);
    }

    private static int[] Map(int from, int to)
    {
        int cut = from > to ? (from - to) / 2 : 0;
        int added = to > from ? (to - from) / 2 : 0;
        int[] map = new int[to];
        for (int i = 0; i < to; i++)
            map[i] = i >= added && i - added < from ? i - added + cut : -1;
        return map;
    }
}
