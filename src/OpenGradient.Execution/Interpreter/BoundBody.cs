using System.Collections.Immutable;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>A body and the operations of its steps. It runs in the state of the run that holds it, on the same numbered values.</summary>
/// <param name="Body">The body.</param>
/// <param name="FirstValue">The value index of its first input; all its values follow.</param>
/// <param name="EndValue">The index after its last value.</param>
/// <param name="Steps">Its steps.</param>
internal sealed record BoundBody(Body Body, int FirstValue, int EndValue, ImmutableArray<BoundStep> Steps);
