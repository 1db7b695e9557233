using System.Text;
using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway.Tests.OpenAi;

public sealed class CompletionRequestReaderTests
{
    [Theory]
    [InlineData("\"hi\"", "hi", 0)]
    [InlineData("[\"hi\"]", "hi", 0)]
    [InlineData("[3,4]", null, 2)]
    [InlineData("[[3,4]]", null, 2)]
    public void Read_Prompt_IsTextOrTokens(string prompt, string? text, int tokenCount)
    {
        ChatRequest request = Read($$"""{"model":"m","prompt":{{prompt}}}""").Request;

        Assert.Equal((text, tokenCount), (request.RawPrompt!.Text, request.RawPrompt.Tokens.Length));
        Assert.Equal("16", request.MaxTokens);
    }

    [Theory]
    [InlineData("""{"model":"m"}""", "prompt")]
    [InlineData("""{"model":"m","prompt":null}""", "prompt")]
    [InlineData("""{"model":"m","prompt":7}""", "prompt")]
    [InlineData("""{"model":"m","prompt":[]}""", "prompt")]
    [InlineData("""{"model":"m","prompt":["a","b"]}""", "prompt")]
    [InlineData("""{"model":"m","prompt":{"a":1}}""", "prompt")]
    [InlineData("""{"model":"m","prompt":[null]}""", "prompt[0]")]
    [InlineData("""{"model":"m","prompt":[1,-2]}""", "prompt[1]")]
    [InlineData("""{"model":"m","prompt":[1,2.5]}""", "prompt[1]")]
    [InlineData("""{"model":"m","prompt":[1,"a"]}""", "prompt[1]")]
    [InlineData("""{"model":"m","prompt":[99999999999]}""", "prompt[0]")]
    [InlineData("""{"model":"m","prompt":[[[1]]]}""", "prompt[0][0]")]
    [InlineData("""{"model":"m","prompt":"x","n":0}""", "n")]
    [InlineData("""{"model":"m","prompt":"x","n":1.5}""", "n")]
    [InlineData("""{"model":"m","prompt":"x","n":2,"best_of":3}""", "best_of")]
    [InlineData("""{"model":"m","prompt":"x","suffix":"y"}""", "suffix")]
    [InlineData("""{"model":"m","prompt":"x","echo":1}""", "echo")]
    [InlineData("""{"model":"m","prompt":"x","messages":[]}""", "messages")]
    public void Read_BadRequest_NamesTheParameter(string json, string subject) =>
        Assert.Equal(subject, Assert.Throws<InvalidInputException>(() => Read(json)).Subject);

    [Fact]
    public void Read_ManglesOfAGoodRequest_AreTakenOrRefused() => Mangle.All(
        """{"model":"m","prompt":[1,2],"n":2,"best_of":2,"echo":true,"stop":["a"],"stream":true,"stream_options":{"include_usage":true}}""",
        static body => CompletionRequestReader.Read(body));

    private static CompletionJson Read(string json) => CompletionRequestReader.Read(Encoding.UTF8.GetBytes(json));
}
