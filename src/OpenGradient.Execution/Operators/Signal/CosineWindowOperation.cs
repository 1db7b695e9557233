using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>a - b·cos(2πi/n) + c·cos(4πi/n) for i below the size; n is the size, or with <c>periodic</c> 0 one less. Input: size. <c>form</c> hann, hamming, blackman.</summary>
internal sealed class CosineWindowOperation(double a, double b, double c, bool isPeriodic) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("CosineWindow", 1, 1, 1, static binding =>
    {
        (double a, double b, double c) = binding.Attributes.Name("form", "hann") switch
        {
            "hann" => (0.5, 0.5, 0.0),
            "hamming" => (25.0 / 46, 21.0 / 46, 0.0),
            "blackman" => (0.42, 0.5, 0.08),
            string other => throw binding.Attributes.Malformed("form", other, "hann, hamming or blackman"),
        };
        return new CosineWindowOperation(a, b, c, binding.Attributes.Flag("periodic", true));
    });

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        int size = run.Integers(0) is [long count] ? run.Dimension(count) : throw run.Error("the size must be one number");
        Value y = run.Output(0, ElementType.Float32, size);
        int n = isPeriodic ? size : size - 1;
        for (int i = 0; i < size; i++)
        {
            (double once, _) = n == 0 ? (1, 0) : UnitCircle.At(i % n, n);
            (double twice, _) = n == 0 ? (1, 0) : UnitCircle.At(2L * i % n, n);
            y.Floats[i] = (float)(a - (b * once) + (c * twice));
        }
    }
}
