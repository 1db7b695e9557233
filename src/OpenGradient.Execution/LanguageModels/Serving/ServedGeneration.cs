using System.Runtime.InteropServices;
using System.Threading.Channels;
using OpenGradient.Kernels;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>One answer that is made together with others: read its tokens as they come, then take the result.</summary>
/// <remarks>
/// Tokens, text and trace are, bit for bit, those of a <see cref="LanguageModels.Generation"/> of its own. So many tokens are made ahead of the
/// reader as <see cref="ServingOptions.UnreadLimit"/> says; then the answer pauses. For one reader; <see cref="Abort"/> may be called by anybody
/// at any time.
/// </remarks>
public sealed class ServedGeneration
{
    private readonly Lock _lock = new(); // of the generation, which the scheduler advances and anybody may abort
    private readonly Generation _generation;
    private readonly BatchScheduler _scheduler;
    private readonly int _unreadLimit;
    private readonly Digest _scope; // what prefixes begin with
    private readonly Channel<GeneratedToken> _tokens;
    private readonly List<Digest> _prefixes = []; // of the complete blocks, as far as they are known
    private CancellationTokenRegistration _cancellation;
    private bool _isTaking; // its rows were read and the token is being chosen
    private bool _isAborting;

    internal ServedGeneration(Generation generation, string client, Digest scope, int unreadLimit, BatchScheduler scheduler)
    {
        _generation = generation;
        _scheduler = scheduler;
        _unreadLimit = unreadLimit;
        _scope = scope;
        _tokens = Channel.CreateBounded<GeneratedToken>(new BoundedChannelOptions(unreadLimit) { SingleReader = true, SingleWriter = true });
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

    /// <summary>Whether its reader is so far behind that it pauses.</summary>
    internal bool IsUnread => _tokens.Reader.Count >= _unreadLimit;

    /// <summary>Whether its reader has come so far that it goes on.</summary>
    internal bool IsRead => _tokens.Reader.Count <= _unreadLimit / 2;

    /// <summary>How many tokens the model has to read, prompt and answer.</summary>
    internal int TokenCount => _generation.KnownTokens.Length;

    /// <summary>How many of them it has not read.</summary>
    internal int UnreadCount => TokenCount - Text.Position;

    /// <summary>Waits for the next token; false when the answer is over.</summary>
    /// <exception cref="InvalidInputException">The model cannot read the text.</exception>
    /// <remarks>Throws whatever else ended this answer before its end; the tokens made until then come first.</remarks>
    public async ValueTask<bool> MoveNextAsync()
    {
        while (await _tokens.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            if (_tokens.Reader.TryRead(out GeneratedToken token))
            {
                Current = token;
                if (_tokens.Reader.Count == _unreadLimit / 2)
                    _scheduler.Wake?.Invoke();
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
            Complete(error: null);
        }

        _scheduler.Notice();
    }

    /// <summary>Aborts when the token is cancelled.</summary>
    internal void AbortOn(CancellationToken cancellationToken) =>
        _cancellation = cancellationToken.UnsafeRegister(static generation => ((ServedGeneration)generation!).Abort(), this);

    /// <summary>Takes what the cache has of the beginning, and room for all tokens that are known and one more; false if there is too little.</summary>
    internal bool TryReserve() => Try(static generation => generation.Reserve());

    /// <summary>Takes room for all tokens that are known; false if there is too little.</summary>
    internal bool TryGrow() => Try(static generation => generation.Text.TryReserve(generation.TokenCount));

    /// <summary>Adds its next tokens to a step.</summary>
    internal void AddTo(BatchStep step, int count) =>
        step.Add(Text, _generation.KnownTokens.Slice(Text.Position, count), wantsLogits: count == UnreadCount);

    /// <summary>The step was run: its rows count as read, and complete blocks can be found. True if the next token is to be taken.</summary>
    internal bool TryAdvance(BatchStep step, int part) => Try(generation => generation.Advance(step, part));

    /// <summary>Chooses the next token.</summary>
    internal void Take(ReadOnlySpan<float> logits)
    {
        lock (_lock)
        {
            _isTaking = false;
            try
            {
                TakeToken(logits);
            }
            catch (Exception error)
            {
                Complete(error);
            }
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

    /// <summary>Ends it, if it is not over: with an error, or without one as aborted. It never throws and leaves no reader waiting.</summary>
    internal void End(Exception? error)
    {
        try
        {
            if (error is null)
                Abort();
            else
                Fail(error);
        }
        catch (Exception unforeseen)
        {
            lock (_lock)
                Complete(unforeseen);
        }
    }

    /// <summary>Does a piece of work on this answer; what goes wrong ends it, and no other.</summary>
    private bool Try(Func<ServedGeneration, bool> work)
    {
        try
        {
            return work(this);
        }
        catch (Exception error)
        {
            End(error);
            return false;
        }
    }

    private bool Reserve()
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

    private bool Advance(BatchStep step, int part)
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

    private void TakeToken(ReadOnlySpan<float> logits)
    {
        _generation.Take(logits);
        _tokens.Writer.TryWrite(_generation.Current);
        if (_isAborting || _generation.IsAtAbort)
            _generation.Abort();
        if (_generation.IsFinished)
            Complete(error: null);
    }

    private void Fail(Exception error)
    {
        lock (_lock)
            Complete(error);
        _scheduler.Notice();
    }

    private void Complete(Exception? error)
    {
        if (IsOver)
            return;
        IsOver = true;
        _tokens.Writer.TryComplete(error);
        _cancellation.Unregister();
    }

    /// <summary>What the block with this index is found by: SHA-256( that of the block before, or the scope ‖ its 32 tokens ).</summary>
    private Digest Prefix(int block)
    {
        Span<byte> content = stackalloc byte[Digest.SizeBytes + (KeyValueLayout.BlockPositions * sizeof(int))];
        for (int index = _prefixes.Count; index <= block; index++)
        {
            (index == 0 ? _scope : _prefixes[index - 1]).CopyTo(content);
            ReadOnlySpan<int> tokens = _generation.KnownTokens.Slice(index * KeyValueLayout.BlockPositions, KeyValueLayout.BlockPositions);
            MemoryMarshal.AsBytes(tokens).CopyTo(content[Digest.SizeBytes..]);
            _prefixes.Add(Digest.Sha256(content));
        }

        return _prefixes[block];
    }
}
