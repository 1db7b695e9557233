using System.Collections.Immutable;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>A step and the operation that carries it out.</summary>
/// <param name="Index">The step's number in the Program.</param>
/// <param name="Step">The step.</param>
/// <param name="FirstOutput">The value index of its first output.</param>
/// <param name="Operation">The operator, with its attributes read and its weights laid out.</param>
internal sealed record BoundStep(int Index, Step Step, int FirstOutput, IOperation Operation)
{
    /// <summary>The bodies that it holds; empty but for control flow.</summary>
    public ImmutableArray<BoundBody> Bodies { get; init; } = [];

    /// <summary>What carries it out when it is joined with its neighbour and nobody looks at what lies between; null if it never is.</summary>
    public IOperation? Fused { get; init; }
}
