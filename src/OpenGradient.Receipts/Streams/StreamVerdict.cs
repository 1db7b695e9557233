namespace OpenGradient.Receipts;

/// <summary>What is known of a streamed answer so far.</summary>
/// <param name="Code">Where it stands, or what is wrong; a fault stays.</param>
/// <param name="Choice">Which answer it is about.</param>
/// <param name="Segments">How many segments of that answer are valid; a fault lies behind them.</param>
/// <param name="Reason">The same in words; it repeats nothing of the stream.</param>
public readonly record struct StreamVerdict(StreamCode Code, long Choice, long Segments, string Reason)
{
    /// <summary>Whether something is wrong.</summary>
    public bool IsFault => Code.IsFault();
}
