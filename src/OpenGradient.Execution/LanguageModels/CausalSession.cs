using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>A text that a causal Program is reading, token by token or in chunks; keys and values of what was read are kept.</summary>
/// <remarks>
/// Only an optimisation: logits and trace are, bit for bit, those of one run over the whole text, however it is cut. Not for use
/// by two threads; any number of sessions may share one <see cref="Executable"/>.
/// </remarks>
public sealed class CausalSession
{
    private const int ChunkTokens = 128;

    private readonly Executable _executable;
    private BatchStep? _step; // null: others read the text

    /// <exception cref="InvalidInputException">The Program is not a causal language model: <c>tokens</c> in, <c>logits</c> out.</exception>
    public CausalSession(Executable executable)
        : this(executable, CacheBlockPool.Unlimited((executable ?? throw new ArgumentNullException(nameof(executable))).CacheLayout))
    {
        _step = new BatchStep(executable);
    }

    /// <summary>A text in a cache that it shares with others.</summary>
    internal CausalSession(Executable executable, CacheBlockPool cache)
    {
        _executable = executable;
        Text = new CausalText(cache);
    }

    /// <summary>How many tokens were read.</summary>
    public int Position => Text.Position;

    /// <summary>The trace over the tokens read.</summary>
    public Digest TraceRoot => Text.Trace.Root();

    /// <summary>How many leaves the trace has: one for each token.</summary>
    public long TraceLeafCount => Text.Trace.LeafCount;

    /// <summary>The text.</summary>
    internal CausalText Text { get; }

    /// <summary>Reads tokens.</summary>
    /// <returns>The logits after the last of them; valid until the next call.</returns>
    /// <exception cref="ArgumentException">There are no tokens.</exception>
    /// <exception cref="InvalidInputException">A token is not in the vocabulary.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; <see cref="Position"/> tells how far it came.</exception>
    public ReadOnlySpan<float> Append(ReadOnlySpan<int> tokens, CancellationToken cancellationToken)
    {
        if (tokens.IsEmpty)
            throw new ArgumentException("At least one token must be given.", nameof(tokens));
        BatchStep step = _step ??= new BatchStep(_executable);
        for (int start = 0; start < tokens.Length; start += ChunkTokens)
        {
            int count = Math.Min(ChunkTokens, tokens.Length - start);
            step.Clear();
            Text.TryReserve(Text.Position + count);
            step.Add(Text, tokens.Slice(start, count), wantsLogits: start + count == tokens.Length);
            step.Run(cancellationToken);
            step.Commit(0);
        }

        step.MakeLogits(cancellationToken);
        return step.Logits(0);
    }
}
