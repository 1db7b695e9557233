using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>One answer in the making: advance it token by token, then take the result.</summary>
/// <remarks>Deterministic in its request. Not for use by two threads.</remarks>
public sealed class Generation
{
    private readonly GenerationRequest _request;
    private readonly TokenBytes _tokenBytes;
    private readonly CausalSession _session;
    private readonly Sampler _sampler;
    private readonly StopMatcher _stops;
    private readonly TextAssembler _letters = new();
    private readonly int _tokenLimit;
    private readonly ImmutableArray<int>.Builder _tokens = ImmutableArray.CreateBuilder<int>();
    private readonly ImmutableArray<TokenLogprobs>.Builder _logprobs = ImmutableArray.CreateBuilder<TokenLogprobs>();
    private readonly List<int> _known; // the prompt and the tokens
    private readonly StringBuilder _text = new();
    private FinishReason? _finish;
    private (Digest Root, long LeafCount)? _kept; // the trace up to the last token, while the text is read once more

    internal Generation(CausalSession session, TokenBytes tokenBytes, GenerationRequest request)
    {
        SamplingSettings settings = request.Sampling.Parse();
        _request = request;
        _tokenBytes = tokenBytes;
        _session = session;
        _known = [.. request.Prompt];
        Digest seed = SamplingSeed.Derive(request.ClientNonce.Span, request.ProviderNonce.Span, request.Sampling.Seed);
        GrammarCursor? grammar = request.Grammar is null ? null : new GrammarCursor(request.Grammar, tokenBytes);
        _sampler = new Sampler(settings, new Chacha8Rand(seed.AsSpan()), request.Prompt.AsSpan(), grammar);
        _stops = new StopMatcher(request.StopStrings, request.EndText);
        _tokenLimit = TokenLimit(request, settings);
    }

    /// <summary>The token that <see cref="MoveNext"/> made.</summary>
    public GeneratedToken Current { get; private set; }

    /// <summary>The finished answer.</summary>
    /// <exception cref="InvalidOperationException"><see cref="MoveNext"/> has not returned false yet.</exception>
    public GenerationResult Result => _finish is FinishReason finish
        ? new GenerationResult(_tokens.ToImmutable(), _text.ToString(), finish, TraceRoot(), TraceLeafCount()) { Logprobs = _logprobs.ToImmutable() }
        : throw new InvalidOperationException("The answer is not finished.");

    /// <summary>Makes the next token; false when the answer is over.</summary>
    /// <remarks>A cancelled token does not throw: it finishes the answer as <see cref="FinishReason.Aborted"/>.</remarks>
    public bool MoveNext(CancellationToken cancellationToken)
    {
        if (_finish is not null)
            return false;
        if (IsAtAbort || !TryRead(cancellationToken))
        {
            Abort();
            return false;
        }

        return true;
    }

    /// <summary>The text as far as it was read.</summary>
    internal CausalText Text => _session.Text;

    /// <summary>The tokens of prompt and answer.</summary>
    internal ReadOnlySpan<int> KnownTokens => CollectionsMarshal.AsSpan(_known);

    /// <summary>Whether the answer is over.</summary>
    internal bool IsFinished => _finish is not null;

    /// <summary>Whether the answer ends here as aborted: the request says so, or there is no token to choose.</summary>
    internal bool IsAtAbort => _tokens.Count == _request.AbortAfter || _sampler.Ending is not null;

    /// <summary>Whether the answer was aborted here before, maybe because its grammar was given up on: then nobody knew what else would have ended it here.</summary>
    private bool IsGivenUp => _request.Grammar is not null && _tokens.Count == _request.AbortAfter;

    /// <summary>Makes the next token from the logits after all tokens that are known.</summary>
    internal void Take(ReadOnlySpan<float> logits)
    {
        int token = _sampler.Choose(logits);
        _kept = null;
        _known.Add(token);
        _tokens.Add(token);
        string text = _stops.Append(_letters.Append(_tokenBytes(token).Span));
        _text.Append(text);
        if (_request.EndTokens.Contains(token) || _stops.HasStopped)
            text += Finish(FinishReason.Stop);
        else if (IsGivenUp)
            text += Finish(FinishReason.Aborted);
        else if (_sampler.Ending is FinishReason ending)
            text += Finish(ending);
        else if (_tokens.Count == _tokenLimit)
            text += Finish(FinishReason.Length);
        if (_sampler.Logprobs is { } logprobs)
            _logprobs.Add(logprobs);
        Current = new GeneratedToken(token, text, _sampler.Logprobs);
    }

    /// <summary>Ends an answer that is not over.</summary>
    internal void Abort()
    {
        if (_finish is null)
            Finish(FinishReason.Aborted);
    }

    /// <summary>Remembers the trace up to the last token, because the text will be read again from its beginning.</summary>
    internal void KeepTrace() => _kept ??= (TraceRoot(), TraceLeafCount());

    /// <summary>Makes all tokens that are left.</summary>
    public GenerationResult Run(CancellationToken cancellationToken)
    {
        while (MoveNext(cancellationToken))
        {
        }

        return Result;
    }

    private bool TryRead(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return false;
        try
        {
            Take(_session.Append(KnownTokens[Text.Position..], cancellationToken));
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Ends the answer; returns the text that was held back.</summary>
    private string Finish(FinishReason finish)
    {
        _finish = finish;
        string text = _stops.HasStopped ? "" : _stops.Append(_letters.Finish()) + _stops.Finish();
        _text.Append(text);
        return text;
    }

    /// <summary>An aborted answer without tokens has the trace of no reading, whatever part of the prompt was read.</summary>
    private Digest TraceRoot() => _tokens.Count == 0 ? MerkleTree.EmptyRoot : _kept?.Root ?? _session.TraceRoot;

    private long TraceLeafCount() => _tokens.Count == 0 ? 0 : _kept?.LeafCount ?? _session.TraceLeafCount;

    private static int TokenLimit(GenerationRequest request, SamplingSettings settings)
    {
        if (request.Prompt.IsEmpty)
            throw new InvalidInputException(InvalidInputKind.Invalid, "messages", "The prompt has no tokens.");
        if (request.StopStrings.Length > 16 || request.StopStrings.Any(static stop => stop.Length is 0 or > 256))
            throw new InvalidInputException(InvalidInputKind.Invalid, "stop", "At most 16 stop strings of 1 to 256 characters can be given.");
        if (request.ContextLength is not int contextLength)
            return settings.MaxTokens;
        int room = contextLength - request.Prompt.Length;
        return room > 0
            ? Math.Min(settings.MaxTokens, room)
            : throw new InvalidInputException(InvalidInputKind.TooLarge, "messages", $"The prompt takes {request.Prompt.Length} tokens; the model reads {contextLength} in all.");
    }
}
