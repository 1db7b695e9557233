using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Gateway.Tests.OpenAi;

public sealed class ChatRequestReaderTests
{
    [Fact]
    public void Read_Numbers_KeepTheTextOfTheClient()
    {
        ChatRequest request = Read("""{"model":"m","messages":[{"role":"user","content":"hi"}],"temperature":0.70,"top_p":0.9,"seed":7,"max_tokens":12}""");

        Assert.Equal(("0.70", "0.9", "7", "12"), (request.Temperature, request.TopP, request.Seed, request.MaxTokens));
    }

    [Fact]
    public void Read_TextParts_AreJoined()
    {
        ChatRequest request = Read("""{"model":"m","messages":[{"role":"developer","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}]}""");

        Assert.Equal("""{"content":"ab","role":"system"}""", Encoding.UTF8.GetString(CanonicalJson.Serialize(request.Messages[0])));
    }

    [Fact]
    public void Read_Tools_KeepTheBytesOfTheClient()
    {
        ChatRequest request = Read("""{"model":"m","messages":[{"role":"user","content":"x"}],"tools": [ {"type":"function", "function":{"name":"pay"}} ] ,"n":1}""");

        Assert.Equal("""[ {"type":"function", "function":{"name":"pay"}} ]""", Encoding.UTF8.GetString(request.Tools!.Text));
    }

    [Fact]
    public void Read_ToolChoiceNone_GivesTheModelNoTools()
    {
        ChatRequest request = Read("""{"model":"m","messages":[{"role":"user","content":"x"}],"tool_choice":"none","tools":[{"type":"function","function":{"name":"pay"}}]}""");

        Assert.Null(request.Tools);
    }

    [Fact]
    public void Read_HarmlessParameters_AreReadOver()
    {
        ChatRequest request = Read("""{"model":"m","messages":[{"role":"user","content":"x"}],"user":"u","metadata":{"a":"b"},"n":1.0,"presence_penalty":0,"logit_bias":{},"response_format":{"type":"text"},"stop":null,"tools":null}""");

        Assert.Empty(request.Stop);
    }

    [Theory]
    [InlineData("", "body")]
    [InlineData("[]", "body")]
    [InlineData("{}", "model")]
    [InlineData("""{"model":1}""", "model")]
    [InlineData("""{"model":"m"}""", "messages")]
    [InlineData("""{"model":"m","messages":[]}""", "messages")]
    [InlineData("""{"model":"m","messages":[{}]}""", "messages[0].role")]
    [InlineData("""{"model":"m","messages":[{"role":"robot","content":"x"}]}""", "messages[0].role")]
    [InlineData("""{"model":"m","messages":[{"role":"user"}]}""", "messages[0].content")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":3}]}""", "messages[0].content")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[{"type":"image_url"}]}]}""", "messages[0].content[0].type")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x","mood":"y"}]}""", "messages[0].mood")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x","tool_calls":[{"id":"c","type":"function","function":{"name":"pay","arguments":"{}"}}]}]}""", "messages[0].tool_calls")]
    [InlineData("""{"model":"m","messages":[{"role":"tool","content":"x","tool_calls":[{"id":"c","type":"function","function":{"name":"pay","arguments":"{}"}}]}]}""", "messages[0].tool_calls")]
    [InlineData("""{"model":"m","messages":[{"role":"developer","content":"x","tool_calls":[{"id":"c","type":"function","function":{"name":"pay","arguments":"{}"}}]}]}""", "messages[0].tool_calls")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x","tool_calls":[]}]}""", "messages[0].tool_calls")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"temprature":1}""", "temprature")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"n":17}""", "n")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"top_logprobs":2}""", "top_logprobs")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"response_format":{"type":"json_object"},"grammar":"root ::= \"a\""}""", "grammar")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"logit_bias":[]}""", "logit_bias")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"tools":[{"type":"web"}]}""", "tools[0].type")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"temperature":"hot"}""", "temperature")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"stop":[""]}""", "stop[0]")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"max_tokens":3,"max_completion_tokens":4}""", "max_tokens")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"stream_options":{}}""", "stream_options")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"stream":true,"stream_options":{"x":1}}""", "stream_options.x")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"receipt":{"nonce":"*"}}""", "receipt.nonce")]
    public void Read_BadRequest_NamesTheParameter(string json, string subject)
    {
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => Read(json));

        Assert.Equal(subject, error.Subject);
    }

    [Fact]
    public void Read_ManglesOfAGoodRequest_AreTakenOrRefused()
    {
        byte[] good = Encoding.UTF8.GetBytes("""{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"\u00e9"}]},{"role":"assistant","tool_calls":[{"id":"c","function":{"name":"f","arguments":"{}"}}]}],"tools":[{"type":"function","function":{"name":"pay"}}],"temperature":0.5,"seed":-7,"stop":["a"],"receipt":{"include":true,"nonce":"AQID"}}""");

        CsCheck.Gen.Select(CsCheck.Gen.Int[0, good.Length - 1], CsCheck.Gen.Byte).SampleFixed(
            mangle =>
            {
                byte[] body = [.. good];
                body[mangle.Item1] = mangle.Item2;
                TryRead(body);
            },
            iter: 20_000);
    }

    private static void TryRead(byte[] body)
    {
        try
        {
            ChatRequestReader.Read(body);
        }
        catch (InvalidInputException)
        {
            // The one exception that may leave the reader.
        }
    }

    private static ChatRequest Read(string json) => ChatRequestReader.Read(Encoding.UTF8.GetBytes(json));
}
