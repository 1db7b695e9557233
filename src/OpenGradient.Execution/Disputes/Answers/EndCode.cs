namespace OpenGradient.Execution.Disputes;

/// <summary>What ends an answer behind a token: an element of what <c>AnswerEnd</c> gives.</summary>
internal enum EndCode : byte
{
    /// <summary>Nothing does.</summary>
    None,

    /// <summary>The token ends the turn, the text has a stop string, or the grammar ends.</summary>
    Stop,

    /// <summary>The answer has all its tokens.</summary>
    Length,

    /// <summary>No token is allowed, and the text is none of the grammar.</summary>
    Aborted,
}
