using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>x with other sizes: the nearest elements, or sums of elements nearby, axis by axis, the last first. Inputs: x, roi?, scales?, sizes?.</summary>
internal sealed class ResizeOperation(ResizeSettings settings) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("Resize", 1, 4, 1, static binding => new ResizeOperation(new ResizeSettings(binding)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        ResizeAxis[] axes = settings.Resolve(run, x);
        if (Array.TrueForAll(axes, static axis => axis.IsIdentity))
        {
            run.Alias(0, x, x.Shape);
            return;
        }

        if (!settings.IsNearest && x.Type != ElementType.Float32)
            throw run.Error($"takes {x.Type.CanonicalName()} in mode nearest only", Primitives.InvalidInputKind.Unsupported);
        Value y = run.Output(0, x.Type, Array.ConvertAll(axes, static axis => axis.OutputCount));
        if (y.ElementCount == 0)
            return;
        if (x.ElementCount == 0)
            throw run.Error("an empty value cannot be resized");
        if (settings.IsNearest)
            AxisMaps.Run(x, Array.ConvertAll(axes, Map), settings.Extrapolation(x.Type), y);
        else
            Filter(run, x, axes, y);
    }

    private int[] Map(ResizeAxis axis)
    {
        int[] map = new int[axis.OutputCount];
        for (int i = 0; i < map.Length; i++)
            map[i] = axis.IsOutside(i) ? -1 : axis.IsIdentity ? i : axis.Nearest(i, settings.Nearest);
        return map;
    }

    private void Filter(StepRun run, Value x, ResizeAxis[] axes, Value y)
    {
        ReadOnlySpan<float> from = x.Floats;
        int[] shape = [.. x.Shape];
        int remaining = axes.Count(static axis => !axis.IsIdentity);
        for (int along = axes.Length - 1; along >= 0; along--)
        {
            ResizeAxis axis = axes[along];
            if (axis.IsIdentity)
                continue;
            shape[along] = axis.OutputCount;
            Span<float> to = --remaining == 0 ? y.Floats : run.Scratch<float>(Interpreter.Shapes.ElementCount(shape));
            int taps = axis.TapCount(settings.Filter);
            Span<int> firsts = run.Scratch<int>(axis.OutputCount);
            Span<float> weights = run.Scratch<float>(checked(axis.OutputCount * taps));
            for (int i = 0; i < firsts.Length; i++)
                firsts[i] = axis.Weigh(settings.Filter, i, weights.Slice(i * taps, taps));
            int inner = Interpreter.Shapes.ElementCount(shape, along + 1, shape.Length);
            new AxisFilter(firsts, weights).Run(from, axis.InputCount, inner, to, run.CancellationToken);
            from = to;
        }

        if (settings.Mode == CoordinateMode.Crop)
            Extrapolate(axes, y);
    }

    private void Extrapolate(ResizeAxis[] axes, Value y)
    {
        int[] steps = StridedCopy.Steps(y.Shape);
        for (int along = 0; along < axes.Length; along++)
        {
            for (int i = 0; i < axes[along].OutputCount; i++)
            {
                if (!axes[along].IsOutside(i))
                    continue;
                for (int start = i * steps[along]; start < y.ElementCount; start += axes[along].OutputCount * steps[along])
                    y.Floats.Slice(start, steps[along]).Fill(settings.ExtrapolationValue);
            }
        }
    }
}
