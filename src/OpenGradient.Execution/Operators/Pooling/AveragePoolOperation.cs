using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>The mean of each window, where padding counts in the divisor only if <c>count_include_pad</c> is set; or the sum.</summary>
internal sealed class AveragePoolOperation(WindowSettings settings, int[] kernel, bool roundsUp, bool countsPadding, bool isSum) : IOperation
{
    /// <summary>The mean.</summary>
    public static OperatorDefinition Definition { get; } = new("AveragePool", 1, 1, 1, static binding => new AveragePoolOperation(
        new WindowSettings(binding),
        binding.Attributes.Integers("kernel_shape") ?? throw binding.Error("kernel_shape is missing"),
        binding.Attributes.Flag("ceil_mode", false),
        binding.Attributes.Flag("count_include_pad", false),
        isSum: false));

    /// <summary>The sum.</summary>
    public static OperatorDefinition SumDefinition { get; } = new("SumPool", 1, 1, 1, static binding => new AveragePoolOperation(
        new WindowSettings(binding),
        binding.Attributes.Integers("kernel_shape") ?? throw binding.Error("kernel_shape is missing"),
        binding.Attributes.Flag("ceil_mode", false),
        countsPadding: false,
        isSum: true));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Float32);
        if (x.Rank is not (3 or 4 or 5))
            throw run.Error($"takes lines, planes or volumes, not {Interpreter.Shapes.Describe(x.Shape)}", Primitives.InvalidInputKind.Unsupported);
        VolumeWindow window = settings.ResolveVolume(run, x.Shape, kernel, roundsUp);
        Value y = run.Output(0, ElementType.Float32, WindowSettings.OutputShape(x.Shape[0], x.Shape[1], window, x.Rank));
        if (y.ElementCount == 0)
            return;
        Span<float> divisors = run.Scratch<float>(window.OutputElements);
        if (isSum)
            divisors.Fill(1f);
        else
            CountTaps(window, x.Rank, divisors);
        if (x.Rank == 5)
            VolumePooling.Average(window, divisors, x.Floats, y.Floats, run.Workers);
        else
            Kernels.Pooling.Average(window.Plane, divisors, x.Floats, y.Floats);
    }

    private void CountTaps(in VolumeWindow volume, int rank, Span<float> divisors)
    {
        Window window = volume.Plane;
        for (int output = 0; output < divisors.Length; output++)
        {
            int pixel = output % window.OutputElements;
            int planes = Taps(volume.InputZ(output / window.OutputElements, 0), volume.KernelDepth, volume.DilationZ, volume.Depth, settings.PadBack(volume, rank));
            int rows = Taps(window.InputY(pixel / window.OutputWidth, 0), window.KernelHeight, window.DilationY, window.Height, settings.PadBottom(window, rank));
            int columns = Taps(window.InputX(pixel % window.OutputWidth, 0), window.KernelWidth, window.DilationX, window.Width, settings.PadRight(window, rank));
            divisors[output] = (float)((long)planes * rows * columns);
        }
    }

    /// <summary>How many taps of a window count: those inside, or those inside the padded plane.</summary>
    private int Taps(int first, int count, int step, int size, int padEnd)
    {
        // No tap of a window lies before the padding at the beginning: counted from its first, all taps up to the end count.
        (int from, int end) = countsPadding
            ? Window.TapsInside(0, count, step, Math.Max(0, (long)size + padEnd - first))
            : Window.TapsInside(first, count, step, size);
        return end - from;
    }
}
