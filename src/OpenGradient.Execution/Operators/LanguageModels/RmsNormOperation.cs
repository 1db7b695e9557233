using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Root-mean-square normalisation. Inputs: x, gain.</summary>
/// <remarks>
/// Attribute <c>epsilon</c>: binary32, added to the mean square. Without <c>axis</c> the last axis falls into groups as long as the gain, a
/// constant [n]; with it the axes from there on are one row, and the gain broadcasts to them.
/// </remarks>
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
        Normalizations.RmsNorm(x.Floats, gain, epsilon, y.Floats);
    }

    private static IOperation Bind(StepBinding binding)
    {
        float epsilon = binding.Attributes.Float("epsilon", 0f);
        if (binding.Attributes.Integers("axis") is not null)
            return new RmsNormRowsOperation(binding.Attributes.Integer("axis", -1), epsilon);
        Value gain = binding.TakeConstant(1) ?? throw binding.Error("the gain must be a constant");
        if (gain.Type != ElementType.Float32 || gain.Rank != 1 || gain.ElementCount == 0)
            throw binding.Error($"the gain must be f32 with 1 dimension, not {gain.Type.CanonicalName()}{Interpreter.Shapes.Describe(gain.Shape)}");
        return new RmsNormOperation(gain.Floats.ToArray(), epsilon);
    }
}
