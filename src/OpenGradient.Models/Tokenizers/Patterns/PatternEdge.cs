namespace OpenGradient.Models.Tokenizers.Patterns;

/// <summary>A condition on the place between two code points.</summary>
internal enum PatternEdge
{
    /// <summary>The start of the text.</summary>
    Start,

    /// <summary>The end of the text.</summary>
    End,

    /// <summary>A word character on one side only.</summary>
    WordBoundary,

    /// <summary>Word characters on both sides or on none.</summary>
    InsideOrOutside,
}
