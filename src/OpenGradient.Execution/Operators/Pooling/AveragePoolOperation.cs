using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>The mean of each window: padding counts in the divisor only if <c>count_include_pad</c> is set.</summary>
internal sealed class AveragePoolOperation(WindowSettings settings, int[] kernel, bool roundsUp, bool countsPadding) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("AveragePool", 1, 1, 1, static binding => new AveragePoolOperation(
        new WindowSettings(binding),
        binding.Attributes.Integers("kernel_shape") ?? throw binding.Error("kernel_shape is missing"),
        binding.Attributes.Flag("ceil_mode", false),
        binding.Attributes.Flag("count_include_pad", false)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Float32);
        if (x.Rank is not (3 or 4))
            throw run.Error($"takes lines or planes, not {Interpreter.Shapes.Describe(x.Shape)}", Primitives.InvalidInputKind.Unsupported);
        Window window = settings.Resolve(run, x.Shape, kernel, roundsUp);
        Value y = run.Output(0, ElementType.Float32, WindowSettings.OutputShape(x.Shape[0], x.Shape[1], window, x.Rank));
        if (y.ElementCount == 0)
            return;
        Span<float> divisors = run.Scratch<float>(window.OutputElements);
        for (int pixel = 0; pixel < divisors.Length; pixel++)
        {
            int rows = Taps(window.InputY(pixel / window.OutputWidth, 0), window.KernelHeight, window.DilationY, window.Height, settings.PadBottom(window, x.Rank));
            int columns = Taps(window.InputX(pixel % window.OutputWidth, 0), window.KernelWidth, window.DilationX, window.Width, settings.PadRight(window, x.Rank));
            divisors[pixel] = rows * columns;
        }

        Kernels.Pooling.Average(window, divisors, x.Floats, y.Floats);
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
