using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>The transpose of a convolution. Inputs: x [batch, channels, …], W [channels, outputs/group, …], b? [outputs].</summary>
internal sealed class ConvTransposeOperation(int[]? strides, int[]? dilations, int[]? pads, int[]? outputPadding, int groupCount) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("ConvTranspose", 2, 3, 1, static binding => new ConvTransposeOperation(
        Checked(binding, "strides", least: 1),
        Checked(binding, "dilations", least: 1),
        Checked(binding, "pads", least: 0),
        Checked(binding, "output_padding", least: 0),
        binding.Attributes.Integer("group", 1)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Float32);
        Value weights = run.Input(1, ElementType.Float32);
        if (x.Rank is not (3 or 4) || weights.Rank != x.Rank)
            throw run.Error($"takes lines or planes, not {Interpreter.Shapes.Describe(x.Shape)} with weights {Interpreter.Shapes.Describe(weights.Shape)}", Primitives.InvalidInputKind.Unsupported);
        int channels = x.Shape[1];
        if (groupCount < 1 || weights.Shape[0] != channels || channels % groupCount != 0)
            throw run.Error($"weights {Interpreter.Shapes.Describe(weights.Shape)} in {groupCount} groups do not fit {channels} channels");
        int outputs = checked(weights.Shape[1] * groupCount);
        Window window = Resolve(run, x.Shape, weights.Shape);
        ReadOnlySpan<float> bias = run.Has(2) ? run.Input(2, ElementType.Float32).Floats : default;
        if (run.Has(2) && bias.Length != outputs)
            throw run.Error($"the bias must have {outputs} elements");
        int[] shape = x.Rank == 3 ? [x.Shape[0], outputs, window.Width] : [x.Shape[0], outputs, window.Height, window.Width];
        Value y = run.Output(0, ElementType.Float32, shape);
        if (y.ElementCount > 0)
            TransposedConvolution.Run(new ConvolutionShape(x.Shape[0], channels, outputs, groupCount, window), x.Floats, weights.Floats, bias, y.Floats);
    }

    private Window Resolve(StepRun run, int[] x, int[] weights)
    {
        int axes = x.Length - 2;
        bool fits = Fits(strides, axes) && Fits(dilations, axes) && Fits(pads, 2 * axes) && Fits(outputPadding, axes);
        if (!fits)
            throw run.Error($"strides, dilations, pads or output_padding do not have {axes} axes");
        int last = axes - 1;
        return axes == 1
            ? new Window(1, Size(run, 0, x[2], weights[2], axes), 1, weights[2], 1, Stride(0), 1, Dilation(0), 0, Pad(0), 1, x[2])
            : new Window(
                Size(run, 0, x[2], weights[2], axes), Size(run, 1, x[3], weights[3], axes), weights[2], weights[3],
                Stride(0), Stride(last), Dilation(0), Dilation(last), Pad(0), Pad(last), x[2], x[3]);
    }

    private int Size(StepRun run, int axis, int input, int kernel, int axes)
    {
        long size = (Stride(axis) * (input - 1L)) + (outputPadding?[axis] ?? 0) + ((kernel - 1L) * Dilation(axis)) + 1 - Pad(axis) - (pads?[axes + axis] ?? 0);
        return run.Dimension(input == 0 || kernel == 0 ? -1 : size);
    }

    private int Stride(int axis) => strides?[axis] ?? 1;

    private int Dilation(int axis) => dilations?[axis] ?? 1;

    private int Pad(int axis) => pads?[axis] ?? 0;

    private static bool Fits(int[]? list, int count) => list is null || list.Length == count;

    private static int[]? Checked(StepBinding binding, string name, int least)
    {
        int[]? list = binding.Attributes.Integers(name);
        return list is null || list.All(number => number >= least && number <= MaxExtent)
            ? list
            : throw binding.Error($"{name} must be {least} to {MaxExtent}");
    }

    private const int MaxExtent = 1 << 20;
}
