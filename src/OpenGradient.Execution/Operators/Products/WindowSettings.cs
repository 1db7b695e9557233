using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;

namespace OpenGradient.Execution.Operators;

/// <summary>How a step moves its window: <c>strides</c>, <c>dilations</c>, <c>pads</c> (all begins, then all ends), <c>auto_pad</c>.</summary>
internal sealed class WindowSettings
{
    [ThreadStatic]
    private static int[]? lastShape;

    private readonly int[]? _strides;
    private readonly int[]? _dilations;
    private readonly int[]? _pads;
    private readonly string _automatic;

    public WindowSettings(StepBinding binding)
    {
        _strides = Positive(binding, "strides");
        _dilations = Positive(binding, "dilations");
        _pads = binding.Attributes.Integers("pads");
        _automatic = binding.Attributes.Name("auto_pad", "explicit");
        if (_pads is not null && _pads.Any(static pad => pad is < 0 or > MaxExtent))
            throw binding.Error("pads must not be negative");
        if (_automatic is not ("explicit" or "same_upper" or "same_lower"))
            throw binding.Attributes.Malformed("auto_pad", _automatic, "explicit, same_upper or same_lower");
    }

    /// <summary>Works the window out for lines or planes [batch, channels, …].</summary>
    public Window Resolve(StepRun run, ReadOnlySpan<int> input, ReadOnlySpan<int> kernel, bool roundsUp) =>
        ResolveVolume(run, input, kernel, roundsUp).Plane;

    /// <summary>Works the window out for lines, planes or volumes [batch, channels, …].</summary>
    public VolumeWindow ResolveVolume(StepRun run, ReadOnlySpan<int> input, ReadOnlySpan<int> kernel, bool roundsUp)
    {
        int axes = input.Length - 2;
        if (kernel.Length != axes || !Fits(_strides, axes) || !Fits(_dilations, axes) || !Fits(_pads, 2 * axes))
            throw run.Error($"kernel, strides, dilations or pads do not have {axes} axes");
        (int Input, int Kernel, int Stride, int Dilation, int Pad, int Output) z = (1, 1, 1, 1, 0, 1);
        (int Input, int Kernel, int Stride, int Dilation, int Pad, int Output) y = z;
        if (axes == 3)
            z = ResolveAxis(run, 0, axes, input[2], kernel[0], roundsUp);
        if (axes >= 2)
            y = ResolveAxis(run, axes - 2, axes, input[^2], kernel[^2], roundsUp);
        var x = ResolveAxis(run, axes - 1, axes, input[^1], kernel[^1], roundsUp);
        var plane = new Window(y.Input, x.Input, y.Kernel, x.Kernel, y.Stride, x.Stride, y.Dilation, x.Dilation, y.Pad, x.Pad, y.Output, x.Output);
        return new VolumeWindow(z.Input, z.Kernel, z.Stride, z.Dilation, z.Pad, z.Output, plane);
    }

    /// <summary>[batch, channels] and the window's outputs; valid until this thread asks again.</summary>
    public static ReadOnlySpan<int> OutputShape(int batch, int channels, scoped in Window window, int rank) =>
        Dimensions(rank == 3 ? [batch, channels, window.OutputWidth] : [batch, channels, window.OutputHeight, window.OutputWidth]);

    /// <summary>[batch, channels] and the window's outputs; valid until this thread asks again.</summary>
    public static ReadOnlySpan<int> OutputShape(int batch, int channels, scoped in VolumeWindow window, int rank) => rank == 5
        ? Dimensions([batch, channels, window.OutputDepth, window.Plane.OutputHeight, window.Plane.OutputWidth])
        : OutputShape(batch, channels, window.Plane, rank);

    private static ReadOnlySpan<int> Dimensions(scoped ReadOnlySpan<int> shape)
    {
        lastShape ??= new int[Interpreter.Shapes.MaxRank];
        shape.CopyTo(lastShape);
        return lastShape.AsSpan(0, shape.Length);
    }

    /// <summary>Planes of padding behind; for lines and planes none.</summary>
    public int PadBack(in VolumeWindow window, int rank) => rank < 5 ? 0 : PadEnd(0, rank, window.PadFront, window.Depth, window.KernelDepth, window.StrideZ, window.DilationZ);

    /// <summary>Rows of padding below; for lines none.</summary>
    public int PadBottom(in Window window, int rank) => rank == 3 ? 0 : PadEnd(rank - 4, rank, window.PadTop, window.Height, window.KernelHeight, window.StrideY, window.DilationY);

    /// <summary>Columns of padding on the right.</summary>
    public int PadRight(in Window window, int rank) => PadEnd(rank - 3, rank, window.PadLeft, window.Width, window.KernelWidth, window.StrideX, window.DilationX);

    private int PadEnd(int axis, int rank, int begin, int input, int kernel, int stride, int dilation)
    {
        if (_automatic == "explicit")
            return _pads?[rank - 2 + axis] ?? 0;
        int total = Math.Max(0, ((((input + stride - 1) / stride) - 1) * stride) + ((kernel - 1) * dilation) + 1 - input);
        return total - begin;
    }

    private (int Input, int Kernel, int Stride, int Dilation, int Pad, int Output) ResolveAxis(
        StepRun run, int axis, int axes, int input, int kernel, bool roundsUp)
    {
        int stride = _strides?[axis] ?? 1;
        int dilation = _dilations?[axis] ?? 1;
        long extent = (((long)kernel - 1) * dilation) + 1;
        long begin = _pads?[axis] ?? 0;
        long end = _pads?[axes + axis] ?? 0;
        if (_automatic != "explicit")
        {
            long total = Math.Max(0, ((((input + stride - 1L) / stride) - 1) * stride) + extent - input);
            begin = _automatic == "same_lower" ? (total + 1) / 2 : total / 2;
            end = total - begin;
        }

        // Rounding up adds at most stride - 1, so that a window may be that much too large.
        long room = input + begin + end - extent + (roundsUp ? stride - 1 : 0);
        if (kernel < 1 || room < 0 || extent > MaxExtent)
            throw run.Error($"a window of {extent} does not fit {input} padded by {begin} and {end}");
        long output = (room / stride) + 1;

        // ONNX: a window that would begin in the padding at the end is left out.
        if (roundsUp && (output - 1) * stride >= input + begin)
            output--;
        return (input, kernel, stride, dilation, (int)begin, run.Dimension(output));
    }

    private static bool Fits(int[]? list, int count) => list is null || list.Length == count;

    private static int[]? Positive(StepBinding binding, string name)
    {
        int[]? list = binding.Attributes.Integers(name);
        return list is null || list.All(static number => number is > 0 and <= MaxExtent)
            ? list
            : throw binding.Error($"{name} must be positive");
    }

    private const int MaxExtent = 1 << 20;
}
