using System.Collections.Immutable;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>A step and the operation that carries it out; or several that are joined, as the first of them, which makes what the last makes.</summary>
/// <param name="Index">The step's number in the Program.</param>
/// <param name="Step">The step; if steps are joined, with the inputs of all of them.</param>
/// <param name="FirstOutput">The value index of its first output.</param>
/// <param name="Operation">The operator, with its attributes read and its weights laid out.</param>
internal sealed record BoundStep(int Index, Step Step, int FirstOutput, IOperation Operation)
{
    /// <summary>The bodies that it holds; empty but for control flow.</summary>
    public ImmutableArray<BoundBody> Bodies { get; init; } = [];

    /// <summary>The number of the step whose output it makes: the last of those that are joined.</summary>
    public int TraceIndex { get; init; } = Index;
}
