using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Each plane brought to mean 0 and variance 1, then · scale + bias of its channel. Inputs: x [batch, channels, …], scale, bias.</summary>
internal sealed class InstanceNormOperation(float epsilon) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } =
        new("InstanceNorm", 3, 3, 1, static binding => new InstanceNormOperation(binding.Attributes.Float("epsilon", 1e-5f)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Float32);
        if (x.Rank < 3)
            throw run.Error($"takes [batch, channels, …], not {Interpreter.Shapes.Describe(x.Shape)}");
        int channels = x.Shape[1];
        Value scale = run.Input(1, ElementType.Float32);
        Value bias = run.Input(2, ElementType.Float32);
        if (scale.ElementCount != channels || bias.ElementCount != channels)
            throw run.Error($"scale and bias must have {channels} elements, one for each channel");
        Value y = run.Output(0, ElementType.Float32, x.Shape);
        if (y.ElementCount == 0)
            return;
        int plane = Interpreter.Shapes.ElementCount(x.Shape, 2, x.Rank);
        Normalizations.Standardize(x.Floats, plane, epsilon, y.Floats, run.Workers);
        for (int start = 0, channel = 0; start < x.ElementCount; start += plane, channel = (channel + 1) % channels)
        {
            Span<float> part = y.Floats.Slice(start, plane);
            Kernels.Elementwise.Map(new Affine(0f, scale.Floats[channel], bias.Floats[channel]), part, part);
        }
    }
}
