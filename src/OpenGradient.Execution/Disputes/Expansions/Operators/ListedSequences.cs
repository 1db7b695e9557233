namespace OpenGradient.Execution.Disputes;

/// <summary>The listed sequences of one length.</summary>
/// <param name="Pool">All sequences, one after the other.</param>
/// <param name="Indexes">For each sequence where it is counted.</param>
/// <param name="Begin">Where those of this length begin in the pool.</param>
/// <param name="Before">How many shorter ones there are.</param>
/// <param name="Length">Their length.</param>
/// <param name="Count">How many.</param>
internal sealed record ListedSequences(JudgedInput Pool, JudgedInput Indexes, long Begin, long Before, int Length, long Count)
{
    /// <summary>A number of a sequence.</summary>
    public long Number(long sequence, int at) => Pool.Integer(Begin + (sequence * Length) + at);

    /// <summary>Where a sequence is counted.</summary>
    public long Index(long sequence) => Indexes.Integer(Before + sequence);
}
