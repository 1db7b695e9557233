using System.Runtime.InteropServices;
using System.Threading.Channels;
using OpenGradient.Kernels;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>One answer that is made together with others: read its tokens as they come, then take the result.</summary>
/// <remarks>
/// Tokens, text and trace are, bit for bit, those of a <see cref="LanguageModels.Generation"/> of its own. Tokens do not wait to be read.
/// For one reader; <see cref="Abort"/> may be called by anybody at any time.
/// </remarks>
public sealed class ServedGeneration
{
    private readonly Lock _lock = new(); // of the generation, which the scheduler advances and anybody may abort
    private readonly Generation _generation;
    private readonly BatchScheduler _scheduler;
    private readonly Channel<GeneratedToken> _tokens = Channel.CreateUnbounded<GeneratedToken>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly List<Digest> _prefixes = []; // of the complete blocks, as far as they are known
    private CancellationTokenRegistration _cancellation;
    private bool _isTaking; // its rows were read and the token is being chosen
    private bool _isAborting;

    internal ServedGeneration(Generation generation, string client, BatchScheduler scheduler)
    {
        _generation = generation;
        _scheduler = scheduler;
        Client = client;
    }

    /// <summary>The token that <see cref="MoveNextAsync"/> found.</summary>
    public GeneratedToken Current { get; private set; }

    /// <summary>The finished answer.</summary>
    /// <exception cref="InvalidOperationException">It is not finished.</exception>
    public GenerationResult Result
    {
        get
        {
            lock (_lock)
                return _generation.Result;
        }
    }

    /// <summary>Who asked.</summary>
    internal string Client { get; }

    /// <summary>The text as far as it was read.</summary>
    internal CausalText Text => _generation.Text;

    /// <summary>Whether nothing is left to do.</summary>
    internal bool IsOver { get; private set; }

    /// <summary>How many tokens are there to be read, prompt and answer.</summary>
    internal int TokenCount => _generation.KnownTokens.Length;

    /// <summary>How many of them were not read.</summary>
    internal int UnreadCount => TokenCount - Text.Position;

    /// <summary>Waits for the next token; false when the answer is over.</summary>
    /// <exception cref="InvalidInputException">The model cannot read the text.</exception>
    public async ValueTask<bool> MoveNextAsync()
    {
        while (await _tokens.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            if (_tokens.Reader.TryRead(out GeneratedToken token))
            {
                Current = token;
                return true;
            }
        }

        return false;
    }

    /// <summary>Ends the answer after the tokens made so far, as <see cref="FinishReason.Aborted"/>; nothing if it is over.</summary>
    public void Abort()
    {
        lock (_lock)
        {
            _isAborting = true;
            if (IsOver || _isTaking)
                return;
            _generation.Abort();
            End(error: null);
        }

        _scheduler.Notice();
    }

    /// <summary>Aborts when the token is cancelled.</summary>
    internal void AbortOn(CancellationToken cancellationToken) =>
        _cancellation = cancellationToken.UnsafeRegister(static generation => ((ServedGeneration)generation!).Abort(), this);

    /// <summary>Takes what the cache has of the beginning, and room for all tokens that are known and one more; false if there is too little.</summary>
    internal bool TryReserve()
    {
        // The last token is always read: its logits are what comes next.
        int reusable = (TokenCount - 1) / KeyValueLayout.BlockPositions;
        for (int block = 0; block < reusable && Text.TryReuse(Prefix(block)); block++)
        {
        }

        if (Text.TryReserve(TokenCount + 1))
            return true;
        Text.Reset();
        return false;
    }

    /// <summary>Adds its next tokens to a step.</summary>
    internal void AddTo(BatchStep step, int count) =>
        step.Add(Text, _generation.KnownTokens.Slice(Text.Position, count), wantsLogits: count == UnreadCount);

    /// <summary>The step was run: its rows count as read, and complete blocks can be found. False if the answer was aborted meanwhile.</summary>
    internal bool Advance(BatchStep step, int part)
    {
        lock (_lock)
        {
            if (IsOver)
                return false;
            int published = Text.Position / KeyValueLayout.BlockPositions;
            step.Commit(part);
            for (int block = published; block < Text.Position / KeyValueLayout.BlockPositions; block++)
                Text.Publish(block, Prefix(block));
            return _isTaking = UnreadCount == 0;
        }
    }

    /// <summary>Chooses the next token.</summary>
    internal void Take(ReadOnlySpan<float> logits)
    {
        lock (_lock)
        {
            _isTaking = false;
            try
            {
                _generation.Take(logits);
            }
            catch (Exception error) when (Ends(error))
            {
                return;
            }

            _tokens.Writer.TryWrite(_generation.Current);
            if (_isAborting || _generation.IsAtAbort)
                _generation.Abort();
            if (_generation.IsFinished)
                End(error: null);
        }
    }

    /// <summary>Gives the cache back; the text is read again from its beginning later.</summary>
    internal void Withdraw()
    {
        lock (_lock)
        {
            _generation.KeepTrace();
            Text.Reset();
        }
    }

    /// <summary>Ends it with an error, or, without one, as aborted.</summary>
    internal void Fail(Exception error)
    {
        lock (_lock)
        {
            if (!IsOver)
                End(error);
        }
    }

    private bool Ends(Exception error)
    {
        End(error);
        return true;
    }

    private void End(Exception? error)
    {
        IsOver = true;
        _cancellation.Unregister();
        _tokens.Writer.TryComplete(error);
    }

    /// <summary>What the block with this index is found by: SHA-256( that of the block before, or 32 zero bytes ‖ its 32 tokens ).</summary>
    private Digest Prefix(int block)
    {
        Span<byte> content = stackalloc byte[Digest.SizeBytes + (KeyValueLayout.BlockPositions * sizeof(int))];
        for (int index = _prefixes.Count; index <= block; index++)
        {
            (index == 0 ? default : _prefixes[index - 1]).CopyTo(content);
            ReadOnlySpan<int> tokens = _generation.KnownTokens.Slice(index * KeyValueLayout.BlockPositions, KeyValueLayout.BlockPositions);
            MemoryMarshal.AsBytes(tokens).CopyTo(content[Digest.SizeBytes..]);
            _prefixes.Add(Digest.Sha256(content));
        }

        return _prefixes[block];
    }
}
