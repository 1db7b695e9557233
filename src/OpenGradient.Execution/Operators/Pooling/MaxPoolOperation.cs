using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>The largest element of each window; elements in the padding do not count.</summary>
internal sealed class MaxPoolOperation(WindowSettings settings, int[] kernel, bool roundsUp) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("MaxPool", 1, 1, 1, static binding => new MaxPoolOperation(
        new WindowSettings(binding),
        binding.Attributes.Integers("kernel_shape") ?? throw binding.Error("kernel_shape is missing"),
        binding.Attributes.Flag("ceil_mode", false)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Float32);
        if (x.Rank is not (3 or 4))
            throw run.Error($"takes lines or planes, not {Interpreter.Shapes.Describe(x.Shape)}", Primitives.InvalidInputKind.Unsupported);
        Window window = settings.Resolve(run, x.Shape, kernel, roundsUp);
        Value y = run.Output(0, ElementType.Float32, WindowSettings.OutputShape(x.Shape[0], x.Shape[1], window, x.Rank));
        if (y.ElementCount > 0)
            Kernels.Pooling.Max(window, x.Floats, y.Floats);
    }
}
