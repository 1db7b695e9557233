using System.Diagnostics;
using OpenGradient.Kernels;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>Chooses tokens from logits: spec/exec-1, section 15, step by step.</summary>
/// <remarks>
/// Integers decide: each candidate has a whole weight floor(exp((logit - greatest) / temperature) · 2^31), and one 64-bit number
/// of the random stream picks a place in their sum. It remembers what it chose: penalties and grammar depend on it. Not for use by
/// two threads.
/// </remarks>
/// <param name="settings">How tokens are chosen.</param>
/// <param name="random">Where chance comes from.</param>
/// <param name="prompt">The tokens before the answer.</param>
/// <param name="grammar">Which tokens may come; null for all.</param>
internal sealed class Sampler(SamplingSettings settings, Chacha8Rand random, ReadOnlySpan<int> prompt, GrammarCursor? grammar)
{
    private const float WeightOfOne = 2147483648f; // 2^31
    private const double ShareOfOne = 4294967296.0; // 2^32

    private readonly LogitAdjustment? _adjustment = settings.ChangesLogits ? new(settings, prompt) : null;
    private Candidate[] _candidates = [];

    /// <summary>How likely the last token was; null if that was not asked for.</summary>
    public TokenLogprobs? Logprobs { get; private set; }

    /// <summary>Why no token can be chosen any more; null as long as one can.</summary>
    public FinishReason? Ending => grammar?.Ending;

    /// <summary>Chooses one token.</summary>
    public int Choose(ReadOnlySpan<float> logits)
    {
        int token = Draw(_adjustment is null ? logits : _adjustment.Apply(logits), grammar is null ? default : grammar.Allowed);
        if (settings.TopLogprobs is int topCount)
            Logprobs = LogSoftmax.Of(logits, token, topCount);
        _adjustment?.Note(token);
        grammar?.Advance(token);
        return token;
    }

    private int Draw(ReadOnlySpan<float> logits, TokenMask allowed)
    {
        int greatest = Greatest(logits, allowed);
        if (settings.Temperature == 0f)
            return greatest;
        ReadOnlySpan<Candidate> candidates = KeepMinP(KeepTopP(KeepTopK(Weigh(logits, allowed, Logit(logits[greatest])))));
        UInt128 place = ((UInt128)random.NextUInt64() * SumOf(candidates)) >> 64;
        ulong sum = 0;
        foreach (Candidate candidate in candidates)
        {
            sum += candidate.Weight;
            if (sum > place)
                return candidate.Token;
        }

        return greatest;
    }

    /// <summary>The token with the greatest logit, the lowest of equals.</summary>
    private static int Greatest(ReadOnlySpan<float> logits, TokenMask allowed)
    {
        int greatest = -1;
        for (int token = 0; token < logits.Length; token++)
        {
            if (allowed.Allows(token) && (greatest < 0 || Logit(logits[token]) > Logit(logits[greatest])))
                greatest = token;
        }

        return greatest >= 0 ? greatest : throw new UnreachableException("A grammar that allows no token has ended the answer before.");
    }

    /// <summary>Candidates with a weight above zero, in the order of the specification: descending logit, then ascending token.</summary>
    private Span<Candidate> Weigh(ReadOnlySpan<float> logits, TokenMask allowed, float greatest)
    {
        if (_candidates.Length < logits.Length)
            _candidates = new Candidate[logits.Length];
        int count = 0;
        for (int token = 0; token < logits.Length; token++)
        {
            if (!allowed.Allows(token))
                continue;
            float logit = Logit(logits[token]);
            float exponential = logit == greatest ? 1f : Exp.Of((logit - greatest) / settings.Temperature);
            uint weight = float.IsNaN(exponential) ? 0 : (uint)(exponential * WeightOfOne);
            if (weight > 0)
                _candidates[count++] = new Candidate(logit, token, weight);
        }

        Span<Candidate> candidates = _candidates.AsSpan(0, count);
        candidates.Sort(static (left, right) => left.Logit != right.Logit ? right.Logit.CompareTo(left.Logit) : left.Token.CompareTo(right.Token));
        return candidates;
    }

    private Span<Candidate> KeepTopK(Span<Candidate> candidates) =>
        settings.TopK > 0 && settings.TopK < candidates.Length ? candidates[..settings.TopK] : candidates;

    /// <summary>The shortest beginning whose weights, times 2^32, reach the whole share times their sum; never nothing.</summary>
    private ReadOnlySpan<Candidate> KeepTopP(ReadOnlySpan<Candidate> candidates)
    {
        UInt128 threshold = (UInt128)(ulong)(settings.TopP * ShareOfOne) * SumOf(candidates);
        UInt128 sum = 0;
        for (int i = 0; i < candidates.Length; i++)
        {
            sum += (UInt128)candidates[i].Weight << 32;
            if (sum >= threshold)
                return candidates[..(i + 1)];
        }

        return candidates;
    }

    /// <summary>Those whose weight reaches the share of the greatest one's.</summary>
    private ReadOnlySpan<Candidate> KeepMinP(ReadOnlySpan<Candidate> candidates)
    {
        ulong least = (ulong)(settings.MinP * ShareOfOne);
        int count = candidates.Length;
        while (2UL * candidates[count - 1].Weight < least)
            count--;
        return candidates[..count];
    }

    private static ulong SumOf(ReadOnlySpan<Candidate> candidates)
    {
        ulong sum = 0;
        foreach (Candidate candidate in candidates)
            sum += candidate.Weight;
        return sum;
    }

    /// <summary>A NaN counts as -∞.</summary>
    private static float Logit(float logit) => float.IsNaN(logit) ? float.NegativeInfinity : logit;

    private readonly record struct Candidate(float Logit, int Token, uint Weight);
}
