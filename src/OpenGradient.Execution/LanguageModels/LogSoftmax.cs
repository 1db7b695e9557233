using System.Buffers;
using System.Collections.Immutable;
using OpenGradient.Kernels;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>Logarithms of probabilities: spec/exec-1, section 15.</summary>
/// <remarks>The sum is one of integers, so that no order enters it: W = Σ ⌊exp(x - g) · 2^40⌋; a logarithm is (x - g) - log(W · 2^-40).</remarks>
internal static class LogSoftmax
{
    private const float WeightOfOne = 1099511627776f; // 2^40
    private const float Least = -9999f;

    /// <summary>The chosen token and the likeliest of a row of logits.</summary>
    public static TokenLogprobs Of(ReadOnlySpan<float> logits, int chosen, int topCount)
    {
        float greatest = float.NegativeInfinity;
        foreach (float logit in logits)
            greatest = Logit(logit) > greatest ? logit : greatest;
        float logSum = Log.Of(SumOfWeights(logits, greatest) * (1f / WeightOfOne));
        var top = ImmutableArray.CreateBuilder<TokenLogprob>(topCount);
        foreach (int token in Greatest(logits, topCount))
            top.Add(new(token, Logarithm(logits[token], greatest, logSum)));
        return new(new(chosen, Logarithm(logits[chosen], greatest, logSum)), top.ToImmutable());
    }

    private static long SumOfWeights(ReadOnlySpan<float> logits, float greatest)
    {
        float[] pool = ArrayPool<float>.Shared.Rent(logits.Length);
        Span<float> exponentials = pool.AsSpan(0, logits.Length);
        for (int token = 0; token < logits.Length; token++)
            exponentials[token] = Difference(logits[token], greatest);
        Elementwise.Map(default(Exp), exponentials, exponentials);
        long sum = 0;
        foreach (float exponential in exponentials)
            sum += (long)(exponential * WeightOfOne);
        ArrayPool<float>.Shared.Return(pool);
        return sum;
    }

    /// <summary>Tokens by descending logit, equal ones by ascending token.</summary>
    private static List<int> Greatest(ReadOnlySpan<float> logits, int count)
    {
        List<int> greatest = new(count + 1);
        for (int token = 0; token < logits.Length && count > 0; token++)
        {
            if (greatest.Count == count && Logit(logits[token]) <= Logit(logits[greatest[^1]]))
                continue;
            int place = greatest.Count;
            while (place > 0 && Logit(logits[token]) > Logit(logits[greatest[place - 1]]))
                place--;
            greatest.Insert(place, token);
            if (greatest.Count > count)
                greatest.RemoveAt(count);
        }

        return greatest;
    }

    private static float Logarithm(float logit, float greatest, float logSum)
    {
        float logarithm = Difference(logit, greatest) - logSum;
        return logarithm > Least ? logarithm : Least;
    }

    /// <summary>How far below the greatest; equal infinities are equal.</summary>
    private static float Difference(float logit, float greatest) => Logit(logit) == greatest ? 0f : Logit(logit) - greatest;

    private static float Logit(float logit) => float.IsNaN(logit) ? float.NegativeInfinity : logit;
}
