using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>Resize</c>: the nearest element; or the taps of all axes, one term each, with a sum for each axis: a finished inner sum is a tap of the next outer one.</summary>
internal sealed class ResizeJudge : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) =>
        new(step.Input(0).Type, Shapes.ToImmutable(Array.ConvertAll(ResizePlan.Axes(step), static axis => axis.OutputCount)));

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        JudgedInput x = step.Input(0);
        ResizeAxis[] axes = ResizePlan.Axes(step);
        int[] place = Position.Index(Array.ConvertAll(axes, static axis => axis.OutputCount), element);
        if (Enumerable.Range(0, axes.Length).Any(axis => axes[axis].IsOutside(place[axis])))
            return new Derivation(() => x.Type == Programs.ElementType.Float32 ? ElementBits.Of(step.Attributes.Float("extrapolation_value", 0f)) : 0);
        string mode = step.Attributes.Name("mode", "nearest");
        if (mode == "nearest")
        {
            int[] source = [.. axes.Select((axis, index) => axis.IsIdentity ? place[index] : axis.Nearest(place[index], ResizePlan.Nearest(step)))];
            return new Derivation(() => x.Bits(Position.Of(x.Shape, source)));
        }

        return Sum(x, axes, place, ResizePlan.Filter(step, mode == "cubic"));
    }

    private static Derivation Sum(JudgedInput x, ResizeAxis[] axes, int[] place, ResizeFilter filter)
    {
        int[] filtered = [.. Enumerable.Range(0, axes.Length).Where(axis => !axes[axis].IsIdentity)];
        if (filtered.Length == 0)
            return new Derivation(() => x.Bits(Position.Of(x.Shape, place)));
        float[][] weights = Array.ConvertAll(filtered, axis => new float[axes[axis].TapCount(filter)]);
        int[] firsts = [.. filtered.Select((axis, index) => axes[axis].Weigh(filter, place[axis], weights[index]))];
        int[] counts = Array.ConvertAll(weights, static own => own.Length);
        float Tap(int[] taps)
        {
            int[] source = [.. place];
            for (int index = 0; index < taps.Length; index++)
                source[filtered[index]] = Math.Clamp(firsts[index] + taps[index], 0, axes[filtered[index]].InputCount - 1);
            return x.Float(Position.Of(x.Shape, source));
        }

        long total = counts.Aggregate(1L, static (product, count) => checked(product * count));
        return new Derivation([new Phase(total, [.. new ulong[counts.Length]], (term, _, sums) => Take(weights, Position.Index(counts, term), Tap, sums), static sums => sums[0])], static results => results[0]);
    }

    /// <summary>Adds a tap to the sum of the last axis; a sum that is complete is added to that of the axis before, and begins anew.</summary>
    private static void Take(float[][] weights, int[] taps, Func<int[], float> read, ulong[] sums)
    {
        bool IsNeeded() => taps.Select((tap, axis) => weights[axis][tap] != 0f).All(static counts => counts);
        float value = IsNeeded() ? read(taps) : 0f;
        for (int axis = taps.Length - 1; axis >= 0; axis--)
        {
            float weight = weights[axis][taps[axis]];
            float sum = ElementBits.Float(sums[axis]);
            sums[axis] = ElementBits.Of(weight != 0f ? MathF.FusedMultiplyAdd(weight, value, sum) : sum);
            if (axis == 0 || taps[axis] < weights[axis].Length - 1)
                return;
            value = ElementBits.Float(sums[axis]);
            sums[axis] = 0;
        }
    }
}
