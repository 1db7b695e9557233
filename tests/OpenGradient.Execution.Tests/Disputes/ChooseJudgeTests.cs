using System.Globalization;
using OpenGradient.Execution.Disputes;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>The judge of choices against the sampler, at the numbers at which both could part.</summary>
public sealed class ChooseJudgeTests
{
    private static readonly string[] Temperatures = ["0", "0.05", "0.7", "1", "3", "100"];
    private static readonly string[] Shares = ["0", "0.1", "0.5", "0.9", "0.99999999", "1"];
    private static readonly string[] Floors = ["0", "0", "0.0000000001", "0.02", "0.5", "1"];
    private static readonly string[] Penalties = ["0", "0.5", "-1.25", "2"];
    private static readonly string[] Divisors = ["1", "1.1", "0.7"];
    private static readonly int[] Counts = [0, 1, 2, 5, 22, 23, 24, 1000];

    [Fact]
    public void Judge_OfAChoice_SaysWhatTheSamplerSays()
    {
        var random = new Random(31);
        for (int trial = 0; trial < FixedSample.Share(400); trial++)
        {
            const int vocabulary = 23;
            float[] logits = [.. Enumerable.Range(0, 3 * vocabulary).Select(_ => Logit(random))];
            string temperature = Temperatures[random.Next(Temperatures.Length)];
            string share = Shares[random.Next(Shares.Length)];
            string count = Counts[random.Next(Counts.Length)].ToString(CultureInfo.InvariantCulture);
            var answer = new DisputedAnswer(1, new SamplingParameters(temperature, share, count, "1", "") { MinP = Floors[random.Next(Floors.Length)] }, Digest.Sha256([(byte)trial, (byte)(trial >> 8)]), ValueClaim.Of(Tensor.Create<int>(ElementType.Int32, [1], [0])));
            Step step = answer.Extend(new Program([new ProgramInput("x", ElementType.Float32, ["3", "23"])], [], [], [new ProgramOutput("x", 0)])).Steps[^1];
            var operand = Tensor.Create<float>(ElementType.Float32, [3, vocabulary], logits);

            Tensor chosen = TokenChoice.Of(step).Choose(operand, null);

            for (long element = 0; element < 3; element++)
                Assert.Equal(BitConverter.ToInt32(chosen.Bytes, (int)element * sizeof(int)), (int)Judge(step, operand, element));
        }
    }

    [Fact]
    public void Judge_OfChangedLogits_SaysWhatTheSamplerSays()
    {
        var random = new Random(32);
        const int vocabulary = 11;
        for (int trial = 0; trial < 100; trial++)
        {
            var sampling = SamplingParameters.Greedy(1) with
            {
                FrequencyPenalty = Penalties[random.Next(Penalties.Length)],
                PresencePenalty = Penalties[random.Next(Penalties.Length)],
                RepetitionPenalty = Divisors[random.Next(Divisors.Length)],
                LogitBias = """{"3":1.5,"10":-100,"99":1}""",
            };
            int rows = random.Next(3, 9);
            var tokens = Tensor.Create<int>(ElementType.Int32, [rows], [.. Enumerable.Range(0, rows).Select(_ => random.Next(vocabulary))]);
            var logits = Tensor.Create<float>(ElementType.Float32, [rows, vocabulary], [.. Enumerable.Range(0, rows * vocabulary).Select(_ => Logit(random))]);
            Step step = new DisputedAnswer(3, sampling, default, ValueClaim.Of(tokens)).Extend(new Program([new ProgramInput("x", ElementType.Float32, ["r", "v"])], [], [], [new ProgramOutput("x", 0)])).Steps[0];

            Tensor changed = LogitChange.Of(step).Run(logits, tokens);

            Assert.Equal([rows - 2, vocabulary], changed.Shape);
            for (int element = 0; element < changed.ElementCount; element++)
                Assert.Equal(BitConverter.ToUInt32(changed.Bytes, element * sizeof(float)), (uint)Judge(step, element, logits, tokens));
        }
    }

    private static ulong Judge(Step step, Tensor logits, long element) => Judge(step, element, logits);

    private static ulong Judge(Step step, long element, params Tensor[] inputs)
    {
        Derivation derivation = ChoiceDerivation.Of(step, element, inputs);
        return derivation.Advance(derivation.Start(), 0, derivation.Length)[0];
    }

    private static float Logit(Random random) => random.Next(12) switch
    {
        0 => float.NaN,
        1 => float.NegativeInfinity,
        2 => -0f,
        3 => 0f,
        4 => 1f,
        5 => (float)Math.Pow(10, random.Next(-40, 38)) * (random.Next(2) == 0 ? -1 : 1),
        _ => (float)((random.NextDouble() * 8) - 4),
    };
}
