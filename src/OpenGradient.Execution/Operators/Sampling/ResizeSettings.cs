using System.Runtime.InteropServices;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>The attributes of a resize, and what they and its inputs say of each axis.</summary>
internal sealed class ResizeSettings
{
    private readonly int[]? _axes;
    private readonly string _policy;

    public ResizeSettings(StepBinding binding)
    {
        StepAttributes attributes = binding.Attributes;
        string mode = attributes.Name("mode", "nearest");
        if (mode is not ("nearest" or "linear" or "cubic"))
            throw attributes.Malformed("mode", mode, "nearest, linear or cubic");
        IsNearest = mode == "nearest";
        Filter = new ResizeFilter(mode == "cubic", attributes.Float("cubic_coeff_a", -0.75f), attributes.Flag("antialias", false), attributes.Flag("exclude_outside", false));
        Mode = attributes.Name("coordinates", "half_pixel") switch
        {
            "half_pixel" => CoordinateMode.HalfPixel,
            "half_pixel_symmetric" => CoordinateMode.HalfPixelSymmetric,
            "pytorch_half_pixel" => CoordinateMode.PytorchHalfPixel,
            "tf_half_pixel_for_nn" => CoordinateMode.HalfPixelNearest,
            "align_corners" => CoordinateMode.AlignCorners,
            "asymmetric" => CoordinateMode.Asymmetric,
            "tf_crop_and_resize" => CoordinateMode.Crop,
            string other => throw attributes.Malformed("coordinates", other, "one of ONNX's coordinate transformation modes"),
        };
        Nearest = attributes.Name("nearest_mode", "round_prefer_floor") switch
        {
            "round_prefer_floor" => NearestMode.RoundPreferFloor,
            "round_prefer_ceil" => NearestMode.RoundPreferCeil,
            "floor" => NearestMode.Floor,
            "ceil" => NearestMode.Ceil,
            string other => throw attributes.Malformed("nearest_mode", other, "round_prefer_floor, round_prefer_ceil, floor or ceil"),
        };
        _policy = attributes.Name("keep_aspect_ratio_policy", "stretch");
        if (_policy is not ("stretch" or "not_larger" or "not_smaller"))
            throw attributes.Malformed("keep_aspect_ratio_policy", _policy, "stretch, not_larger or not_smaller");
        _axes = attributes.Integers("axes");
        ExtrapolationValue = attributes.Float("extrapolation_value", 0f);
    }

    /// <summary>Whether elements are moved only.</summary>
    public bool IsNearest { get; }

    /// <summary>Which element is nearest.</summary>
    public NearestMode Nearest { get; }

    /// <summary>How outputs are mapped to inputs.</summary>
    public CoordinateMode Mode { get; }

    /// <summary>The weights of elements nearby.</summary>
    public ResizeFilter Filter { get; }

    /// <summary>What stands where a crop reaches beyond x.</summary>
    public float ExtrapolationValue { get; }

    /// <summary>The same as one element of a type.</summary>
    public byte[] Extrapolation(ElementType type)
    {
        byte[] element = new byte[type.SizeBytes()];
        if (type == ElementType.Float32)
            MemoryMarshal.Write(element, ExtrapolationValue);
        return element;
    }

    /// <summary>One for each axis of x.</summary>
    public ResizeAxis[] Resolve(StepRun run, Value x)
    {
        int[] listed = _axes is null ? [.. Enumerable.Range(0, x.Rank)] : Array.ConvertAll(_axes, axis => run.Axis(axis, x.Rank));
        if (listed.Distinct().Count() != listed.Length)
            throw run.Error("an axis is listed twice");
        float[] roi = Mode == CoordinateMode.Crop ? Floats(run, 1, 2 * listed.Length) : new float[2 * listed.Length];
        bool hasScales = run.Has(2) && run.Input(2).ElementCount > 0;
        if (hasScales == (run.Has(3) && run.Input(3).ElementCount > 0))
            throw run.Error("either scales or sizes must be given");
        var axes = Array.ConvertAll(x.Shape, size => new ResizeAxis(size, size, 1, size, CoordinateMode.Asymmetric, 0, 1));
        float[] scales = hasScales ? Floats(run, 2, listed.Length) : [];
        (double[] ratios, int[] sizes) = hasScales ? ([], []) : Sizes(run, x, listed);
        for (int i = 0; i < listed.Length; i++)
        {
            int count = x.Shape[listed[i]];
            double scale = hasScales ? scales[i] : ratios[i];
            if (!(scale > 0) || !double.IsFinite(scale))
                throw run.Error($"{scale} is not a scale");
            double width = hasScales || _policy != "stretch" ? scale * count : sizes[i];
            int output = hasScales ? run.Dimension((long)Math.Min(Math.Floor(width), 1L << 40)) : sizes[i];
            axes[listed[i]] = new ResizeAxis(count, output, scale, width, Mode, roi[i], roi[listed.Length + i]);
        }

        return axes;
    }

    private (double[] Scales, int[] Sizes) Sizes(StepRun run, Value x, int[] listed)
    {
        long[] asked = run.Integers(3);
        if (asked.Length != listed.Length)
            throw run.Error($"{asked.Length} sizes are not one for each of {listed.Length} axes");
        double[] ratios = new double[asked.Length];
        for (int i = 0; i < asked.Length; i++)
            ratios[i] = x.Shape[listed[i]] == 0 ? 1 : (double)run.Dimension(asked[i]) / x.Shape[listed[i]];
        if (_policy == "stretch")
            return (Array.ConvertAll(ratios, static ratio => ratio == 0 ? 1 : ratio), Array.ConvertAll(asked, size => run.Dimension(size)));
        double common = _policy == "not_larger" ? ratios.Min() : ratios.Max();
        return (Array.ConvertAll(ratios, _ => common), Array.ConvertAll(listed, axis => run.Dimension((long)Math.Min(Math.Floor((common * x.Shape[axis]) + 0.5), 1L << 40))));
    }

    private static float[] Floats(StepRun run, int input, int count)
    {
        Value list = run.Input(input, ElementType.Float32);
        return list.ElementCount == count ? list.Floats.ToArray() : throw run.Error($"input {input} must have {count} numbers, not {list.ElementCount}");
    }
}
