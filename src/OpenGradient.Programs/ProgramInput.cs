using System.Collections.Immutable;

namespace OpenGradient.Programs;

/// <summary>An input that a run must be given.</summary>
/// <param name="Name">The name by which requests give it.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Each dimension is a decimal number, or a name for a size that each run may choose.</param>
public sealed record ProgramInput(string Name, ElementType Type, ImmutableArray<string> Shape);
