using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;

namespace OpenGradient.Execution.Operators;

/// <summary>How a step moves the window that it transposes: as <see cref="WindowSettings"/>, with <c>output_padding</c>, or the <c>output_shape</c> itself.</summary>
internal sealed class TransposedWindowSettings
{
    private readonly int[]? _strides;
    private readonly int[]? _dilations;
    private readonly int[]? _pads;
    private readonly int[]? _outputPadding;
    private readonly int[]? _outputShape;
    private readonly string _automatic;

    public TransposedWindowSettings(StepBinding binding)
    {
        _strides = Checked(binding, "strides", least: 1, MaxExtent);
        _dilations = Checked(binding, "dilations", least: 1, MaxExtent);
        _pads = Checked(binding, "pads", least: 0, MaxExtent);
        _outputPadding = Checked(binding, "output_padding", least: 0, MaxExtent);
        _outputShape = Checked(binding, "output_shape", least: 0, int.MaxValue);
        _automatic = binding.Attributes.Name("auto_pad", "explicit");
        if (_automatic is not ("explicit" or "same_upper" or "same_lower"))
            throw binding.Attributes.Malformed("auto_pad", _automatic, "explicit, same_upper or same_lower");
    }

    /// <summary>The window: its large volume is that of the output, its outputs are the elements of x.</summary>
    public VolumeWindow Resolve(StepRun run, int[] x, int[] weights)
    {
        int axes = x.Length - 2;
        bool fits = Fits(_strides, axes) && Fits(_dilations, axes) && Fits(_pads, 2 * axes) && Fits(_outputPadding, axes) && Fits(_outputShape, axes);
        if (!fits)
            throw run.Error($"strides, dilations, pads, output_padding or output_shape do not have {axes} axes");
        (int Size, int Kernel, int Stride, int Dilation, int Pad, int Input)[] all = new (int, int, int, int, int, int)[3];
        Array.Fill(all, (1, 1, 1, 1, 0, 1));
        for (int axis = 0; axis < axes; axis++)
        {
            int kernel = weights[axis + 2];
            (int size, int pad) = Size(run, axis, axes, x[axis + 2], kernel);
            all[3 - axes + axis] = (size, kernel, _strides?[axis] ?? 1, _dilations?[axis] ?? 1, pad, x[axis + 2]);
        }

        var (z, r, c) = (all[0], all[1], all[2]);
        var plane = new Window(r.Size, c.Size, r.Kernel, c.Kernel, r.Stride, c.Stride, r.Dilation, c.Dilation, r.Pad, c.Pad, r.Input, c.Input);
        return new VolumeWindow(z.Size, z.Kernel, z.Stride, z.Dilation, z.Pad, z.Input, plane);
    }

    private (int Size, int Pad) Size(StepRun run, int axis, int axes, int input, int kernel)
    {
        if (input == 0 || kernel == 0)
            throw run.Error("an axis of the input or of the weights is empty");
        long stride = _strides?[axis] ?? 1;
        long full = (stride * (input - 1L)) + (_outputPadding?[axis] ?? 0) + ((kernel - 1L) * (_dilations?[axis] ?? 1)) + 1;
        if (_outputShape is null && _automatic == "explicit")
            return (run.Dimension(full - (_pads?[axis] ?? 0) - (_pads?[axes + axis] ?? 0)), _pads?[axis] ?? 0);
        long size = _outputShape?[axis] ?? (stride * input);
        long total = Math.Max(0, full - size);
        return (run.Dimension(size), (int)(_automatic == "same_upper" ? total / 2 : total - (total / 2)));
    }

    private static bool Fits(int[]? list, int count) => list is null || list.Length == count;

    private static int[]? Checked(StepBinding binding, string name, int least, int most)
    {
        int[]? list = binding.Attributes.Integers(name);
        return list is null || list.All(number => number >= least && number <= most)
            ? list
            : throw binding.Error($"{name} must be {least} to {most}");
    }

    private const int MaxExtent = 1 << 20;
}
