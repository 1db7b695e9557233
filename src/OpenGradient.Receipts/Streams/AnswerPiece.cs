namespace OpenGradient.Receipts;

/// <summary>One thing that an event of an API tells of an answer.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Choice">Which answer.</param>
/// <param name="Text">Text, arguments, or a count.</param>
/// <param name="Key">Which call, or which block of text, in the API's own words.</param>
/// <param name="Id">The id of a call; null where the event does not tell it.</param>
/// <param name="Name">The function of a call; null where the event does not tell it.</param>
internal readonly record struct AnswerPiece(AnswerPieceKind Kind, long Choice, string Text, string Key = "", string? Id = null, string? Name = null);
