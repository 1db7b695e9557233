using OpenGradient.Execution.LanguageModels;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Tests.LanguageModels;

public sealed class SamplingParametersTests
{
    [Theory]
    [InlineData("0", 0x00000000u)]
    [InlineData("0.7", 0x3F333333u)]
    [InlineData("7e-1", 0x3F333333u)]
    [InlineData("1.00", 0x3F800000u)]
    [InlineData("1.000000059604644775390625", 0x3F800000u)]
    [InlineData("1.00000005960464477539062500001", 0x3F800001u)]
    [InlineData("1e-400", 0x00000000u)]
    public void Parse_Temperature_IsTheNearestBinary32(string text, uint bits) =>
        Assert.Equal(bits, BitConverter.SingleToUInt32Bits(new SamplingParameters(text, "1", "0", "1", "").Parse().Temperature));

    [Theory]
    [InlineData("", "1", "0", "1", "temperature")]
    [InlineData("-1", "1", "0", "1", "temperature")]
    [InlineData("101", "1", "0", "1", "temperature")]
    [InlineData(".5", "1", "0", "1", "temperature")]
    [InlineData(" 1", "1", "0", "1", "temperature")]
    [InlineData("NaN", "1", "0", "1", "temperature")]
    [InlineData("1e999", "1", "0", "1", "temperature")]
    [InlineData("1.0000000000000000000000000000000000", "1", "0", "1", "temperature")]
    [InlineData("1", "1.1", "0", "1", "top_p")]
    [InlineData("1", "1", "1.5", "1", "top_k")]
    [InlineData("1", "1", "99999999999", "1", "top_k")]
    [InlineData("1", "1", "0", "0", "max_tokens")]
    [InlineData("1", "1", "0", "-5", "max_tokens")]
    public void Parse_WrongSetting_NamesIt(string temperature, string topP, string topK, string maxTokens, string subject)
    {
        var exception = Assert.Throws<InvalidInputException>(() => new SamplingParameters(temperature, topP, topK, maxTokens, "").Parse());

        Assert.Equal(subject, exception.Subject);
    }

    [Theory]
    [InlineData("1.1", "0", "0", "1", "", "", "min_p")]
    [InlineData("0", "2.1", "0", "1", "", "", "presence_penalty")]
    [InlineData("0", "0", "-3", "1", "", "", "frequency_penalty")]
    [InlineData("0", "0", "0", "0", "", "", "repetition_penalty")]
    [InlineData("0", "0", "0", "1", "[]", "", "logit_bias")]
    [InlineData("0", "0", "0", "1", "{\"x\":1}", "", "logit_bias")]
    [InlineData("0", "0", "0", "1", "{\"1\":101}", "", "logit_bias")]
    [InlineData("0", "0", "0", "1", "{\"1\":\"1\"}", "", "logit_bias")]
    [InlineData("0", "0", "0", "1", "", "21", "top_logprobs")]
    public void Parse_WrongFurtherSetting_NamesIt(string minP, string presence, string frequency, string repetition, string bias, string logprobs, string subject)
    {
        SamplingParameters sampling = SamplingParameters.Greedy(1) with
        {
            MinP = minP,
            PresencePenalty = presence,
            FrequencyPenalty = frequency,
            RepetitionPenalty = repetition,
            LogitBias = bias,
            TopLogprobs = logprobs,
        };

        Assert.Equal(subject, Assert.Throws<InvalidInputException>(() => sampling.Parse()).Subject);
    }

    [Fact]
    public void Derive_Parts_AreKeptApart()
    {
        Digest[] seeds =
        [
            SamplingSeed.Derive([1], [2, 3], ""), SamplingSeed.Derive([1, 2], [3], ""), SamplingSeed.Derive([1], [2], "\u0003"), SamplingSeed.Derive([], [], ""),
        ];

        Assert.Equal(seeds.Length, seeds.Distinct().Count());
        Assert.Equal(Digest.Sha256([.. "og-sample-1"u8, 0, 0, 0, 1, 1, 0, 0, 0, 2, 2, 3, 0, 0, 0, 1, (byte)'7']), SamplingSeed.Derive([1], [2, 3], "7"));
    }
}
