using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Operators;

/// <summary>A product of quantised values that can requantise its sums while it makes them.</summary>
internal interface IRequantizable
{
    /// <summary>The operation followed by <paramref name="next"/>; null if this one cannot.</summary>
    IOperation? Requantize(RequantizeOperation next);
}
