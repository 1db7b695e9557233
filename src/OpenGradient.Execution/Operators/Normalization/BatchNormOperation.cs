using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>y = (x - mean) · (scale / √(variance + ε)) + bias, channel by channel. Inputs: x [batch, channels, …], scale, bias, mean, variance.</summary>
internal sealed class BatchNormOperation(float epsilon) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } =
        new("BatchNorm", 5, 5, 1, static binding => new BatchNormOperation(binding.Attributes.Float("epsilon", 1e-5f)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Float32);
        int channels = x.Rank > 1 ? x.Shape[1] : x.Rank == 1 ? 1 : throw run.Error("a scalar has no channels");
        for (int input = 1; input < 5; input++)
        {
            if (run.Input(input, ElementType.Float32).ElementCount != channels)
                throw run.Error($"input {input} must have {channels} elements, one for each channel");
        }

        Value y = run.Output(0, ElementType.Float32, x.Shape);
        int plane = y.ElementCount == 0 ? 1 : Interpreter.Shapes.ElementCount(x.Shape, Math.Min(2, x.Rank), x.Rank);
        for (int start = 0, channel = 0; start < x.ElementCount; start += plane, channel = (channel + 1) % channels)
        {
            float factor = run.Input(1).Floats[channel] / MathF.Sqrt(run.Input(4).Floats[channel] + epsilon);
            var affine = new Affine(run.Input(3).Floats[channel], factor, run.Input(2).Floats[channel]);
            Kernels.Elementwise.Map(affine, x.Floats.Slice(start, plane), y.Floats.Slice(start, plane));
        }
    }
}
