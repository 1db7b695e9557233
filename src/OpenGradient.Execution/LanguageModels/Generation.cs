using System.Collections.Immutable;
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
    private readonly StringBuilder _text = new();
    private FinishReason? _finish;

    internal Generation(Executable executable, TokenBytes tokenBytes, GenerationRequest request)
    {
        SamplingSettings settings = request.Sampling.Parse();
        _request = request;
        _tokenBytes = tokenBytes;
        _session = new CausalSession(executable);
        Digest seed = SamplingSeed.Derive(request.ClientNonce.Span, request.ProviderNonce.Span, request.Sampling.Seed);
        GrammarCursor? grammar = request.Grammar is null ? null : new GrammarCursor(request.Grammar, tokenBytes);
        _sampler = new Sampler(settings, new Chacha8Rand(seed.AsSpan()), request.Prompt.AsSpan(), grammar);
        _stops = new StopMatcher(request.StopStrings);
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
        if (_tokens.Count == _request.AbortAfter || _sampler.Ending is not null || !TryRead(cancellationToken, out int token))
        {
            Finish(FinishReason.Aborted);
            return false;
        }

        _tokens.Add(token);
        string text = _stops.Append(_letters.Append(_tokenBytes(token).Span));
        _text.Append(text);
        if (_request.EndTokens.Contains(token) || _stops.HasStopped)
            text += Finish(FinishReason.Stop);
        else if (_sampler.Ending is FinishReason ending)
            text += Finish(ending);
        else if (_tokens.Count == _tokenLimit)
            text += Finish(FinishReason.Length);
        if (_sampler.Logprobs is { } logprobs)
            _logprobs.Add(logprobs);
        Current = new GeneratedToken(token, text, _sampler.Logprobs);
        return true;
    }

    /// <summary>Makes all tokens that are left.</summary>
    public GenerationResult Run(CancellationToken cancellationToken)
    {
        while (MoveNext(cancellationToken))
        {
        }

        return Result;
    }

    private bool TryRead(CancellationToken cancellationToken, out int token)
    {
        token = 0;
        if (cancellationToken.IsCancellationRequested)
            return false;
        try
        {
            ReadOnlySpan<float> logits = _tokens.Count == 0
                ? _session.Append(_request.Prompt.AsSpan(), cancellationToken)
                : _session.Append([_tokens[^1]], cancellationToken);
            token = _sampler.Choose(logits);
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
    private Digest TraceRoot() => _tokens.Count == 0 ? MerkleTree.EmptyRoot : _session.TraceRoot;

    private long TraceLeafCount() => _tokens.Count == 0 ? 0 : _session.TraceLeafCount;

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
