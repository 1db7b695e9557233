using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>How an error names its step.</summary>
internal static class StepErrors
{
    public static InvalidInputException Create(int index, Step step, string what, InvalidInputKind kind = InvalidInputKind.Invalid) =>
        new(kind, $"step {index} ({step.Operator})", $"Step {index} ({step.Operator}): {what}.");
}
