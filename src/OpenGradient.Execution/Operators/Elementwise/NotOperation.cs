using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>The negation of <c>bool</c>.</summary>
internal sealed class NotOperation : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("Not", 1, 1, 1, static _ => new NotOperation());

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Bool);
        Value y = run.Output(0, ElementType.Bool, x.Shape);
        for (int i = 0; i < x.ElementCount; i++)
            y.Bytes[i] = (byte)(x.Bytes[i] ^ 1);
    }
}
