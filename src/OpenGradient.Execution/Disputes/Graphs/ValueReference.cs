using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>What a record names as an input or as an output of a body: a value, as long as it is open in which iterations.</summary>
internal abstract record ValueReference
{
    /// <summary>An input of the Program.</summary>
    public sealed record Given(int Index) : ValueReference;

    /// <summary>A constant, with all that the Program says of it but its name.</summary>
    public sealed record Stored(int Index, Constant Constant) : ValueReference;

    /// <summary>An output of a step: of the same list, or of a list around it.</summary>
    public sealed record Made(int Step, int Output) : ValueReference;

    /// <summary>In an expansion: a value that the step which is expanded reads.</summary>
    public sealed record Outer(LeafName Leaf) : ValueReference;

    /// <summary>In an expansion: what its name says, if the step which is expanded reads such.</summary>
    public sealed record Literal(DocumentName Document) : ValueReference;

    /// <summary>What a loop around the step hands to its body: 0 the iteration, 1 the condition, from 2 on the carried values.</summary>
    public sealed record Handed(int Loop, int Place) : ValueReference;
}
