using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>a - b·cos(2πi/n) + c·cos(4πi/n) for i below the size; n is the size, or with <c>periodic</c> 0 one less. Input: size. <c>form</c> hann, hamming, blackman.</summary>
internal sealed class CosineWindowOperation(CosineWindow window) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("CosineWindow", 1, 1, 1, static binding => new CosineWindowOperation(CosineWindow.Of(binding.Attributes)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        int size = run.Integers(0) is [long count] ? run.Dimension(count) : throw run.Error("the size must be one number");
        Value y = run.Output(0, ElementType.Float32, size);
        for (int i = 0; i < size; i++)
            y.Floats[i] = window.At(i, size);
    }
}
