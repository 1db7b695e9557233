using OpenGradient.Kernels;

namespace OpenGradient.Execution.Disputes;

/// <summary>The axes of a <c>Resize</c> step, from its settings and short lists: spec/exec-1, section 18.</summary>
internal static class ResizePlan
{
    /// <summary>One for each axis of x.</summary>
    public static ResizeAxis[] Axes(JudgedStep step)
    {
        int[] x = step.Input(0).Shape;
        int[] listed = step.Attributes.Integers("axes") is { } given ? [.. given.Select(axis => step.Axis(axis, x.Length))] : [.. Enumerable.Range(0, x.Length)];
        CoordinateMode mode = Coordinates(step);
        double[] roi = mode == CoordinateMode.Crop ? Floats(step, 1, 2 * listed.Length) : new double[2 * listed.Length];
        ResizeAxis[] axes = Array.ConvertAll(x, static size => new ResizeAxis(size, size, 1, size, CoordinateMode.Asymmetric, 0, 1));
        (double Scale, double Width, int Size)[] sizes = Sizes(step, [.. listed.Select(axis => x[axis])]);
        for (int i = 0; i < listed.Length; i++)
            axes[listed[i]] = new ResizeAxis(x[listed[i]], sizes[i].Size, sizes[i].Scale, sizes[i].Width, mode, roi[i], roi[listed.Length + i]);
        return axes;
    }

    /// <summary>The weights of elements nearby.</summary>
    public static ResizeFilter Filter(JudgedStep step, bool isCubic) => new(
        isCubic, step.Attributes.Float("cubic_coeff_a", -0.75f), step.Attributes.Flag("antialias", false), step.Attributes.Flag("exclude_outside", false));

    /// <summary>Which element is nearest.</summary>
    public static NearestMode Nearest(JudgedStep step) => step.Attributes.Name("nearest_mode", "round_prefer_floor") switch
    {
        "round_prefer_ceil" => NearestMode.RoundPreferCeil,
        "floor" => NearestMode.Floor,
        "ceil" => NearestMode.Ceil,
        _ => NearestMode.RoundPreferFloor,
    };

    private static CoordinateMode Coordinates(JudgedStep step) => step.Attributes.Name("coordinates", "half_pixel") switch
    {
        "half_pixel_symmetric" => CoordinateMode.HalfPixelSymmetric,
        "pytorch_half_pixel" => CoordinateMode.PytorchHalfPixel,
        "tf_half_pixel_for_nn" => CoordinateMode.HalfPixelNearest,
        "align_corners" => CoordinateMode.AlignCorners,
        "asymmetric" => CoordinateMode.Asymmetric,
        "tf_crop_and_resize" => CoordinateMode.Crop,
        _ => CoordinateMode.HalfPixel,
    };

    private static (double Scale, double Width, int Size)[] Sizes(JudgedStep step, int[] counts)
    {
        if (step.Has(2) && step.Input(2).Count > 0)
            return [.. Floats(step, 2, counts.Length).Zip(counts, static (scale, count) => (scale, scale * count, checked((int)Math.Floor(scale * count))))];
        long[] asked = step.Integers(3);
        string policy = step.Attributes.Name("keep_aspect_ratio_policy", "stretch");
        double[] ratios = [.. counts.Select((count, i) => count == 0 ? 1 : (double)asked[i] / count)];
        if (policy == "stretch")
            return [.. ratios.Select((ratio, i) => (ratio == 0 ? 1 : ratio, (double)asked[i], checked((int)asked[i])))];
        double common = policy == "not_larger" ? ratios.Min() : ratios.Max();
        return [.. counts.Select(count => (common, common * count, checked((int)Math.Floor((common * count) + 0.5))))];
    }

    private static double[] Floats(JudgedStep step, int input, int count) => [.. Enumerable.Range(0, count).Select(i => (double)step.Input(input).Float(i))];
}
