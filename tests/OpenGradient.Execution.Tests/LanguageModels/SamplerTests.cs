using CsCheck;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.LanguageModels;

public sealed class SamplerTests
{
    [Theory]
    [InlineData(new[] { 1f, 3f, 3f, 2f }, 1)]
    [InlineData(new[] { float.NaN, -1f, float.NaN }, 1)]
    [InlineData(new[] { float.NegativeInfinity, float.NegativeInfinity }, 0)]
    [InlineData(new[] { -0f, 0f }, 0)]
    [InlineData(new[] { 0f, float.PositiveInfinity }, 1)]
    public void Choose_TemperatureZero_TakesTheLowestOfTheGreatest(float[] logits, int expected) => Assert.Equal(expected, Create("0", "1", "0").Choose(logits));

    [Fact]
    public void Choose_TopKOne_TakesTheGreatest() => Assert.Equal(2, Create("1", "1", "1").Choose([0f, 1f, 5f, 5f]));

    [Fact]
    public void Choose_TopPZero_TakesTheGreatest() => Assert.Equal(2, Create("1", "0", "0").Choose([0f, 1f, 5f, 4.9f]));

    [Fact]
    public void Choose_Infinities_NeverFails()
    {
        Assert.Equal(1, Create("1", "0.5", "0").Choose([0f, float.PositiveInfinity, float.NaN]));
        Assert.InRange(Create("0.0000001", "1", "0").Choose([float.NegativeInfinity, float.NegativeInfinity]), 0, 1);
    }

    [Fact]
    public void Choose_Always_TakesWhatTheSpecificationSays()
    {
        Gen<float> logit = Gen.Select(Gen.Int[-400, 400], static tenth => tenth / 20f);
        Gen.Select(logit.Array[1, 60], Gen.Int[1, 30], Gen.Int[0, 20], Gen.Int[0, 70]).SampleFixed(
            (logits, temperature, topP, topK) =>
            {
                string[] settings = [$"{temperature / 10}.{temperature % 10}", topP >= 10 ? "1" : $"0.{topP}", $"{topK}"];
                Sampler sampler = Create(settings[0], settings[1], settings[2]);
                Chacha8Rand random = new(new byte[32]);
                float scale = float.Parse(settings[0]);
                for (int i = 0; i < 5; i++)
                    Assert.Equal(Reference(logits, scale, float.Parse(settings[1]), topK, scale == 0 ? 0 : random.NextUInt64()), sampler.Choose(logits));
            },
            iter: 3000);
    }

    [Fact]
    public void Choose_ManyDraws_FollowTheProbabilities()
    {
        Sampler sampler = Create("1", "1", "0");
        int[] counts = new int[3];
        float[] logits = [0f, 1f, -3f];

        for (int i = 0; i < 20_000; i++)
            counts[sampler.Choose(logits)]++;

        double total = 1 + Math.E + Math.Exp(-3);
        Assert.Equal(1 / total, counts[0] / 20_000.0, 0.015);
        Assert.Equal(Math.Exp(-3) / total, counts[2] / 20_000.0, 0.015);
    }

    /// <summary>The specification, slowly: every candidate, big integers, no shortcut.</summary>
    private static int Reference(float[] logits, float temperature, float topP, int topK, ulong draw)
    {
        int[] order = [.. Enumerable.Range(0, logits.Length).OrderByDescending(token => logits[token]).ThenBy(static token => token)];
        if (temperature == 0)
            return order[0];
        Dictionary<int, System.Numerics.BigInteger> weightOf = order.ToDictionary(static token => token, token => new System.Numerics.BigInteger(
            Math.Floor((double)Kernels.Exp.Of((logits[token] - logits[order[0]]) / temperature) * 2147483648.0)));
        order = [.. order.Where(token => weightOf[token] > 0)];
        if (topK > 0)
            order = order[..Math.Min(topK, order.Length)];
        System.Numerics.BigInteger[] weights = [.. order.Select(token => weightOf[token])];
        System.Numerics.BigInteger threshold = new System.Numerics.BigInteger(Math.Floor(topP * 4294967296.0)) * weights.Aggregate(static (a, b) => a + b);
        int kept = 0;
        System.Numerics.BigInteger sum = 0;
        do
            sum += weights[kept++];
        while (kept < weights.Length && sum * 4294967296 < threshold);
        System.Numerics.BigInteger place = (sum * draw) >> 64;
        System.Numerics.BigInteger passed = 0;
        for (int i = 0; ; i++)
        {
            passed += weights[i];
            if (passed > place)
                return order[i];
        }
    }

    private static Sampler Create(string temperature, string topP, string topK) =>
        new(new SamplingParameters(temperature, topP, topK, "1", "").Parse(), new Chacha8Rand(new byte[32]), prompt: [], grammar: null);
}
