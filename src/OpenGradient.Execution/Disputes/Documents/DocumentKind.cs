namespace OpenGradient.Execution.Disputes;

/// <summary>The kinds of documents in a dispute.</summary>
internal enum DocumentKind
{
    /// <summary>An input of the inference.</summary>
    Input,

    /// <summary>A constant of the Program, in its stored encoding.</summary>
    Constant,

    /// <summary>A value that a step made.</summary>
    Leaf,

    /// <summary>In the dispute about the expansion of a step: a value that a step of the Program made.</summary>
    Outer,

    /// <summary>A row of a value, whose tiles the receipt of a causal Program binds. Nobody opens it: it is a part of the value.</summary>
    Row,

    /// <summary>The number of an iteration, <c>i64</c> without dimensions, which a loop hands to its body. Nobody opens it: the name says it.</summary>
    Iteration,

    /// <summary>The <c>bool</c> 1 without dimensions, which a loop without a condition hands to its body.</summary>
    Flag,
}
