using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>The bits of each element as an element of another type of as many bits; NaNs take their one form.</summary>
internal sealed class BitCastOperation(ElementType target) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } =
        new("BitCast", 1, 1, 1, static binding => new BitCastOperation(binding.Attributes.Type("to", ElementType.Float32)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        if (x.Type.SizeBits() != target.SizeBits())
            throw run.Error($"{x.Type.CanonicalName()} and {target.CanonicalName()} differ in size");
        Value y = run.Output(0, target, x.Shape);
        x.Bytes.CopyTo(y.Bytes);
        CanonicalForm.Apply(target, y.Bytes);
    }
}
