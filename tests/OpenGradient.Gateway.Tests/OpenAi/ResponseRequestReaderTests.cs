using System.Text;
using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway.Tests.OpenAi;

public sealed class ResponseRequestReaderTests
{
    [Fact]
    public void Read_Items_BecomeTheMessagesOfAChat()
    {
        ChatRequest request = Read("""
            {"model":"m","instructions":"Be kind.","input":[
              {"role":"developer","content":"d"},
              {"type":"message","role":"user","content":[{"type":"input_text","text":"a"},{"type":"input_text","text":"b"}]},
              {"type":"message","id":"msg_1","status":"completed","role":"assistant","content":[{"type":"output_text","text":"So","annotations":[],"logprobs":[]}]},
              {"type":"function_call","id":"fc_1","status":"completed","call_id":"c1","name":"pay","arguments":"{\"a\":1}"},
              {"type":"function_call","call_id":"c2","name":"pay","arguments":"{}"},
              {"type":"function_call_output","call_id":"c1","output":"ok"},
              {"type":"function_call_output","call_id":"c2","output":[{"type":"input_text","text":"no"}]},
              {"type":"function_call","call_id":"c3","name":"pay","arguments":"{}"}]}
            """);

        Assert.Equal(
            [
                """{"content":"Be kind.","role":"system"}""",
                """{"content":"d","role":"system"}""",
                """{"content":"ab","role":"user"}""",
                """{"content":"So","role":"assistant","tool_calls":[{"function":{"arguments":"{\"a\":1}","name":"pay"},"id":"c1","type":"function"},{"function":{"arguments":"{}","name":"pay"},"id":"c2","type":"function"}]}""",
                """{"content":"ok","role":"tool","tool_call_id":"c1"}""",
                """{"content":"no","role":"tool","tool_call_id":"c2"}""",
                """{"role":"assistant","tool_calls":[{"function":{"arguments":"{}","name":"pay"},"id":"c3","type":"function"}]}""",
            ],
            request.Messages.Select(static message => Encoding.UTF8.GetString(CanonicalJson.Serialize(message))));
    }

    [Fact]
    public void Read_Tools_AreThoseOfTheChatApi()
    {
        ChatRequest request = Read("""{"model":"m","input":"x","tools":[ {"type":"function","name":"pay","parameters":{"b":1.50,"a":[]},"strict":null} ]}""");

        Assert.Equal("""[{"type":"function","function":{"name":"pay","parameters":{"b":1.50,"a":[]}}}]""", Encoding.UTF8.GetString(request.Tools!.Text));
    }

    [Theory]
    [InlineData("""{"model":"m"}""", "input")]
    [InlineData("""{"model":"m","input":[]}""", "input")]
    [InlineData("""{"model":"m","input":3}""", "input")]
    [InlineData("""{"model":"m","input":["a"]}""", "input[0]")]
    [InlineData("""{"model":"m","input":[{"role":"user"}]}""", "input[0].content")]
    [InlineData("""{"model":"m","input":[{"role":"robot","content":"x"}]}""", "input[0].role")]
    [InlineData("""{"model":"m","input":[{"type":"reasoning","summary":[]}]}""", "input[0].type")]
    [InlineData("""{"model":"m","input":[{"role":"user","content":[{"type":"input_image","image_url":"x"}]}]}""", "input[0].content[0].image_url")]
    [InlineData("""{"model":"m","input":[{"type":"function_call","call_id":"a","name":"b","arguments":{}}]}""", "input[0].arguments")]
    [InlineData("""{"model":"m","input":"x","tools":[{"type":"web_search"}]}""", "tools[0].type")]
    [InlineData("""{"model":"m","input":"x","tools":[{"type":"function","name":"f","strict":"yes"}]}""", "tools[0].strict")]
    [InlineData("""{"model":"m","input":"x","tools":[{"type":"function","name":"f","parameters":[]}]}""", "tools[0].parameters")]
    [InlineData("""{"model":"m","input":"x","metadata":[]}""", "metadata")]
    [InlineData("""{"model":"m","input":"x","instructions":[]}""", "instructions")]
    [InlineData("""{"model":"m","input":"x","max_tokens":3}""", "max_tokens")]
    [InlineData("""{"model":"m","input":"x","store":true}""", "store")]
    [InlineData("""{"model":"m","input":"x","tool_choice":{"type":"allowed_tools"}}""", "tool_choice")]
    [InlineData("""{"model":"m","input":"x","tool_choice":"required","text":{"format":{"type":"json_object"}}}""", "tool_choice")]
    [InlineData("""{"model":"m","input":"x","text":{"format":{"type":"grammar"}}}""", "text.format.type")]
    [InlineData("""{"model":"m","input":"x","text":{"verbosity":"low"}}""", "text.verbosity")]
    [InlineData("""{"model":"m","input":"x","text":"x"}""", "text")]
    [InlineData("""{"model":"m","input":"x","reasoning":"high"}""", "reasoning")]
    [InlineData("""{"model":"m","input":"x","include":{}}""", "include")]
    public void Read_BadRequest_NamesTheParameter(string json, string subject) =>
        Assert.Equal(subject, Assert.Throws<InvalidInputException>(() => Read(json)).Subject);

    [Fact]
    public void Read_ManglesOfAGoodRequest_AreTakenOrRefused() => Mangle.All(
        """{"model":"m","input":[{"role":"user","content":[{"type":"input_text","text":"\u00e9"}]},{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}],"tools":[{"type":"function","name":"f","parameters":{"a":1}}],"text":{"format":{"type":"text"}},"reasoning":{"effort":null},"include":[],"metadata":{"a":"b"}}""",
        static body => ResponseRequestReader.Read(body));

    private static ChatRequest Read(string json) => ResponseRequestReader.Read(Encoding.UTF8.GetBytes(json)).Request;
}
