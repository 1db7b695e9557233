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
}
