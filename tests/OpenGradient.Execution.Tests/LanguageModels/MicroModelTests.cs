using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.LanguageModels;

/// <summary>
/// The independent engine keeps keys, values and attention sums in binary16 and, for quantised weights, rounds activations to 8 bits
/// (in blocks of 32, or 256 for the K types); the tolerances are for that. Ours against binary32 elsewhere:
/// <see cref="TinyChatGoldenTests"/>.
/// </summary>
[Trait("Category", "Vectors")]
public sealed class MicroModelTests
{
    [Theory]
    [InlineData("llama-f32", 2e-3)]
    [InlineData("llama-f16", 2.5e-3)]
    [InlineData("llama-q8_0", 3e-2)]
    [InlineData("llama-q4_0", 3e-2)]
    [InlineData("llama-Q5_0", 3e-2)]
    [InlineData("llama-Q6_K", 5e-2)]
    [InlineData("llama-Q4_K_M", 5e-2)]
    [InlineData("llama-IQ4_NL", 3e-2)]
    [InlineData("qwen3-f32", 2e-3)]
    [InlineData("gpt2-f32", 2e-3)]
    public void Run_MicroModel_LogitsAreCloseToTheIndependentEngine(string name, double tolerance)
    {
        Executable executable = MicroModel.Load(name);
        float[] expected = MicroModel.ExpectedLogits(name);
        Tensor tokens = Tensor.Create<int>(ElementType.Int32, [MicroModel.Positions], MicroModel.Tokens());

        Tensor logits = executable.Run([tokens], CancellationToken.None).Outputs[0];

        Assert.Equal([MicroModel.Positions, MicroModel.Vocabulary], logits.Shape);
        Assert.InRange(RelativeRms(logits.As<float>(), expected), 0, tolerance);
    }

    private static double RelativeRms(ReadOnlySpan<float> actual, ReadOnlySpan<float> expected)
    {
        double difference = 0;
        double reference = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            difference += Math.Pow(actual[i] - (double)expected[i], 2);
            reference += Math.Pow(expected[i], 2);
        }

        return Math.Sqrt(difference / reference);
    }
}
