namespace OpenGradient.Receipts;

/// <summary>What an event tells of an answer.</summary>
internal enum AnswerPieceKind
{
    /// <summary>More text; with a key, of the block of text that has it.</summary>
    Text,

    /// <summary>A block of text begins, in an API that has several.</summary>
    TextBlock,

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
