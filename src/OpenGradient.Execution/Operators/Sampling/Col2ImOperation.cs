using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Images put together from the windows that they were cut into. Inputs: x [n, c·taps, windows], the image's shape, the window's shape.</summary>
/// <remarks>Each element of y is the sum, from +0, of the elements that fall on it, taps ascending, then windows. <c>strides</c>, <c>dilations</c>, <c>pads</c>.</remarks>
internal sealed class Col2ImOperation(int[]? strides, int[]? dilations, int[]? pads) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("Col2Im", 3, 3, 1, static binding => new Col2ImOperation(
        Checked(binding, "strides", 1), Checked(binding, "dilations", 1), Checked(binding, "pads", 0)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Float32);
        int[] image = Array.ConvertAll(run.Integers(1), run.Dimension);
        int[] block = Array.ConvertAll(run.Integers(2), run.Dimension);
        int axes = image.Length;
        bool fits = x.Rank == 3 && block.Length == axes && Fits(strides, axes) && Fits(dilations, axes) && Fits(pads, 2 * axes);
        int taps = fits ? Interpreter.Shapes.ElementCount(block) : 0;
        int[] windows = fits ? [.. image.Select((size, axis) => Count(run, axis, size, block[axis], axes))] : [];
        if (taps == 0 || x.Shape[1] % taps != 0 || Interpreter.Shapes.ElementCount(windows) != x.Shape[2])
            throw run.Error($"{Interpreter.Shapes.Describe(x.Shape)} does not hold windows {Interpreter.Shapes.Describe(block)} of {Interpreter.Shapes.Describe(image)}");
        Value y = run.Output(0, ElementType.Float32, [x.Shape[0], x.Shape[1] / taps, .. image]);
        y.Floats.Clear();
        int plane = Interpreter.Shapes.ElementCount(image);
        for (int line = 0; line < x.Shape[0] * x.Shape[1]; line++)
        {
            run.CancellationToken.ThrowIfCancellationRequested();
            Add(x.Floats.Slice(line * x.Shape[2], x.Shape[2]), y.Floats.Slice(line / taps * plane, plane), line % taps, image, block, windows);
        }
    }

    /// <summary>Adds what one tap contributes to one plane.</summary>
    private void Add(ReadOnlySpan<float> x, Span<float> y, int tap, int[] image, int[] block, int[] windows)
    {
        Span<int> origin = stackalloc int[Interpreter.Shapes.MaxRank];
        for (int axis = block.Length - 1; axis >= 0; axis--)
        {
            origin[axis] = (tap % block[axis] * (dilations?[axis] ?? 1)) - (pads?[axis] ?? 0);
            tap /= block[axis];
        }

        for (int window = 0; window < x.Length; window++)
        {
            int rest = window;
            int place = 0;
            int step = 1;
            for (int axis = image.Length - 1; axis >= 0 && place >= 0; axis--)
            {
                int at = origin[axis] + (rest % windows[axis] * (strides?[axis] ?? 1));
                place = at >= 0 && at < image[axis] ? place + (at * step) : -1;
                rest /= windows[axis];
                step *= image[axis];
            }

            if (place >= 0)
                y[place] = CanonicalNaN.Of(y[place] + x[window]);
        }
    }

    private int Count(StepRun run, int axis, int size, int kernel, int axes)
    {
        long room = (long)size + (pads?[axis] ?? 0) + (pads?[axes + axis] ?? 0) - ((kernel - 1L) * (dilations?[axis] ?? 1)) - 1;
        return room < 0 ? throw run.Error($"a window of {kernel} does not fit {size}") : run.Dimension((room / (strides?[axis] ?? 1)) + 1);
    }

    private static bool Fits(int[]? list, int count) => list is null || list.Length == count;

    private static int[]? Checked(StepBinding binding, string name, int least)
    {
        int[]? list = binding.Attributes.Integers(name);
        return list is null || list.All(number => number >= least && number <= MaxExtent) ? list : throw binding.Error($"{name} must be {least} to {MaxExtent}");
    }

    private const int MaxExtent = 1 << 20;
}
