namespace OpenGradient.Receipts;

/// <summary>What an event tells of an answer.</summary>
internal enum AnswerPieceKind
{
    /// <summary>More text.</summary>
    Text,

    /// <summary>The whole text, once more.</summary>
    WholeText,

    /// <summary>A call begins.</summary>
    Call,

    /// <summary>More arguments of a call.</summary>
    Arguments,

    /// <summary>A whole call, once more.</summary>
    WholeCall,

    /// <summary>How many calls there are, once more.</summary>
    CallCount,
}
