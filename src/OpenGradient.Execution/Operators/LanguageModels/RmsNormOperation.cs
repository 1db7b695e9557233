using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Root-mean-square normalisation of the last axis, in groups as long as the gain. Inputs: x, gain [n] (a constant).</summary>
/// <remarks>Attribute <c>epsilon</c>: binary32, added to the mean square.</remarks>
internal sealed class RmsNormOperation(float[] gain, float epsilon) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("RmsNorm", 2, 2, 1, Bind);

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Float32);
        if (x.Rank == 0 || x.Shape[^1] % gain.Length != 0)
            throw run.Error($"the last dimension must be a multiple of {gain.Length}, but the input is {Interpreter.Shapes.Describe(x.Shape)}");
        Value y = run.Output(0, ElementType.Float32, x.Shape);
        LaneDispatch.Run(new RmsNormKernel(x.Floats, gain, epsilon, y.Floats));
    }

    private static RmsNormOperation Bind(StepBinding binding)
    {
        Value gain = binding.TakeConstant(1) ?? throw binding.Error("the gain must be a constant");
        if (gain.Type != ElementType.Float32 || gain.Rank != 1 || gain.ElementCount == 0)
            throw binding.Error($"the gain must be f32 with 1 dimension, not {gain.Type.CanonicalName()}{Interpreter.Shapes.Describe(gain.Shape)}");
        return new RmsNormOperation(gain.Floats.ToArray(), binding.Attributes.Float("epsilon", 0f));
    }
}
