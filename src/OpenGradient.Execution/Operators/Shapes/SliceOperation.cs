using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Operators;

/// <summary>Every step-th element from start to before end, along the listed axes. Inputs: data, starts, ends, axes?, steps?.</summary>
internal sealed class SliceOperation : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("Slice", 3, 5, 1, _ => new SliceOperation());

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        SliceLayout layout = run.Recall<SliceLayout>() ?? Layout(run, x);
        StridedCopy.Run(x, layout.Steps, layout.Offset, run.Output(0, x.Type, layout.Shape), run.Workers);
    }

    private static SliceLayout Layout(StepRun run, Value x)
    {
        long[] starts = run.Integers(1);
        long[] ends = run.Integers(2);
        long[] axes = run.Has(3) ? run.Integers(3) : [.. Enumerable.Range(0, starts.Length).Select(static axis => (long)axis)];
        long[] increments = run.Has(4) ? run.Integers(4) : [.. Enumerable.Repeat(1L, starts.Length)];
        if (ends.Length != starts.Length || axes.Length != starts.Length || increments.Length != starts.Length)
            throw run.Error("starts, ends, axes and steps differ in length");
        if (x.Rank == 0)
            throw run.Error("a scalar cannot be sliced");
        int[] shape = [.. x.Shape];
        int[] steps = StridedCopy.Steps(x.Shape);
        int offset = 0;
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = run.Axis(axes[i], x.Rank);
            (int start, int count) = Range(run, starts[i], ends[i], increments[i], x.Shape[axis]);
            offset += start * steps[axis];
            shape[axis] = count;
            steps[axis] = count <= 1 ? steps[axis] : checked(steps[axis] * (int)increments[i]);
        }

        var layout = new SliceLayout(shape, steps, offset);
        bool isSame = Enumerable.Range(1, run.InputCount - 1).All(index => !run.Has(index) || run.IsConstant(index));
        return isSame ? run.Remember(layout) : layout;
    }

    /// <summary>ONNX's clamping: a start or end below zero counts from the end, then both are brought into range.</summary>
    private static (int Start, int Count) Range(StepRun run, long start, long end, long step, int dimension)
    {
        if (step == 0)
            throw run.Error("a step is 0");
        Int128 first = start < 0 ? (Int128)start + dimension : start;
        Int128 last = end < 0 ? (Int128)end + dimension : end;
        first = Int128.Clamp(first, 0, step > 0 ? dimension : Math.Max(0, dimension - 1));
        last = Int128.Clamp(last, step > 0 ? 0 : -1, dimension);
        Int128 count = step > 0 ? (last - first + step - 1) / step : (first - last - step - 1) / -(Int128)step;
        return dimension == 0 || count <= 0 ? (0, 0) : ((int)first, (int)count);
    }

    /// <summary>What is taken.</summary>
    /// <param name="Shape">The output's.</param>
    /// <param name="Steps">From one element taken to the next, along each axis.</param>
    /// <param name="Offset">The first.</param>
    private sealed record SliceLayout(int[] Shape, int[] Steps, int Offset);
}
