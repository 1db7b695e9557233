using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>GridSample</c>: the coordinates of a place, then its taps, one term each.</summary>
internal sealed class GridSampleJudge : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output)
    {
        int[] x = step.Input(0).Shape;
        return new ValueHeader(step.Input(0).Type, Shapes.ToImmutable([x[0], x[1], .. step.Input(1).Shape[1..^1]]));
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        (JudgedInput x, JudgedInput grid) = (step.Input(0), step.Input(1));
        int[] size = x.Shape[2..];
        long places = Shapes.ElementCount(grid.Shape, 1, grid.Shape.Length - 1);
        (long plane, long place) = Math.DivRem(element, places);
        long first = ((plane / x.Shape[1] * places) + place) * size.Length;
        float[] coordinates = [.. Enumerable.Range(0, size.Length).Select(i => grid.Float(first + i))];
        int[] taps = new int[GridSampler.MaxTapCount];
        float[] weights = new float[taps.Length];
        var sampler = new GridSampler(Axis(step, size.Length == 3 ? size[0] : 1), Axis(step, size[^2]), Axis(step, size[^1]));
        int count = sampler.Taps(coordinates, taps, weights);
        return new Derivation([TapSum.Of(x, plane * Shapes.ElementCount(size), taps[..count], weights)], static results => results[0]);
    }

    private static GridAxis Axis(JudgedStep step, int size) => new(
        size,
        step.Attributes.Flag("align_corners", false),
        step.Attributes.Name("mode", "linear") switch { "nearest" => GridMode.Nearest, "cubic" => GridMode.Cubic, _ => GridMode.Linear },
        step.Attributes.Name("padding_mode", "zeros") switch { "border" => GridPadding.Border, "reflection" => GridPadding.Reflection, _ => GridPadding.Zeros });
}
