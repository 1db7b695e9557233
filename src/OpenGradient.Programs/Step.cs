using System.Collections.Immutable;

namespace OpenGradient.Programs;

/// <summary>One operation: takes values, makes one or more new ones. Its meaning is the entry of spec/exec-1 with its name.</summary>
/// <param name="Operator">The name in spec/exec-1, such as <c>MatMul</c>.</param>
/// <param name="Inputs">Value indices; <see cref="Absent"/> where an optional input is not given.</param>
/// <param name="OutputCount">How many new values it makes; they take the next free indices.</param>
/// <param name="Attributes">
/// Settings by name, each a list of decimal integers, a name, or a binary32 number as the eight hexadecimal digits of its bits
/// after <c>0x</c>; ordered by name.
/// </param>
/// <param name="IsTraced">Whether the trace commits to the outputs.</param>
public sealed record Step(
    string Operator,
    ImmutableArray<int> Inputs,
    int OutputCount,
    ImmutableSortedDictionary<string, string> Attributes,
    bool IsTraced)
{
    /// <summary>Stands where an optional input is not given.</summary>
    public const int Absent = -1;

    /// <summary>The lists of steps that the operator runs by choice or again and again: spec/exec-1, section "Bodies". Most steps have none.</summary>
    public ImmutableArray<Body> Bodies { get; init; } = [];
}
