using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;

namespace OpenGradient.Execution.Operators;

/// <summary>min(max(x, low), high) with constant bounds; NaN stays NaN.</summary>
internal static class ClipOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = UnaryOperation<Clip>.Define(
        "Clip", static attributes => new Clip(attributes.Float("low", float.NegativeInfinity), attributes.Float("high", float.PositiveInfinity)));
}
