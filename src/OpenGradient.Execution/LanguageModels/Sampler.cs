using System.Buffers;
using OpenGradient.Kernels;
using OpenGradient.Primitives;

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

    /// <summary>How likely the last token was; null if that was not asked for.</summary>
    public TokenLogprobs? Logprobs { get; private set; }

    /// <summary>Why no token can be chosen any more; null as long as one can.</summary>
    public FinishReason? Ending => grammar?.Ending;

    /// <summary>Chooses one token.</summary>
    public int Choose(ReadOnlySpan<float> logits) => Choose(logits, grammar is null ? default : grammar.Allowed);

    /// <summary>Chooses one of the tokens that are allowed, of which there is one at least.</summary>
    public int Choose(ReadOnlySpan<float> logits, TokenMask allowed)
    {
        int token = Draw(_adjustment is null ? logits : _adjustment.Apply(logits), allowed);
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
        Candidate[] places = ArrayPool<Candidate>.Shared.Rent(2 * logits.Length);
        try
        {
            Span<Candidate> candidates = Weigh(logits, allowed, Logit(logits[greatest]), places);
            CandidateOrder.Sort(candidates, places.AsSpan(logits.Length));
            return Draw(KeepMinP(KeepTopP(KeepTopK(candidates))));
        }
        finally
        {
            ArrayPool<Candidate>.Shared.Return(places);
        }
    }

    /// <summary>The first whose running sum of weights exceeds a place in the sum of all; the last one's always does.</summary>
    private int Draw(ReadOnlySpan<Candidate> candidates)
    {
        UInt128 place = ((UInt128)random.NextUInt64() * SumOf(candidates)) >> 64;
        ulong sum = candidates[0].Weight;
        int drawn = 0;
        while (sum <= place)
            sum += candidates[++drawn].Weight;
        return candidates[drawn].Token;
    }

    /// <summary>The token with the greatest logit, the lowest of equals.</summary>
    private static int Greatest(ReadOnlySpan<float> logits, TokenMask allowed)
    {
        if (allowed.AllowsAll && !logits.IsEmpty)
            return FirstGreatest.Of(logits);
        int greatest = -1;
        for (int token = 0; token < logits.Length; token++)
        {
            if (allowed.Allows(token) && (greatest < 0 || Logit(logits[token]) > Logit(logits[greatest])))
                greatest = token;
        }

        return greatest >= 0
            ? greatest
            : throw new InvalidInputException(InvalidInputKind.Unsupported, "model", "Its logits do not reach to the tokens that the answer needs.");
    }

    /// <summary>Candidates with a weight above zero, by ascending token.</summary>
    private Span<Candidate> Weigh(ReadOnlySpan<float> logits, TokenMask allowed, float greatest, Span<Candidate> candidates)
    {
        float[] exponentials = ArrayPool<float>.Shared.Rent(logits.Length);
        int count = 0;
        for (int token = 0; token < logits.Length; token++)
        {
            if (!allowed.Allows(token))
                continue;
            float logit = Logit(logits[token]);
            exponentials[count] = logit == greatest ? 0f : (logit - greatest) / settings.Temperature;
            candidates[count++] = new Candidate(logit, token, Weight: 0);
        }

        Elementwise.Map(default(Exp), exponentials.AsSpan(0, count), exponentials.AsSpan(0, count));
        int kept = 0;
        for (int i = 0; i < count; i++)
        {
            if ((uint)(exponentials[i] * WeightOfOne) is > 0 and uint weight)
                candidates[kept++] = candidates[i] with { Weight = weight };
        }

        ArrayPool<float>.Shared.Return(exponentials);
        return candidates[..kept];
    }

    private ReadOnlySpan<Candidate> KeepTopK(ReadOnlySpan<Candidate> candidates) =>
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

    /// <summary>Without the last as long as its weight does not reach the share of the greatest.</summary>
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
}
