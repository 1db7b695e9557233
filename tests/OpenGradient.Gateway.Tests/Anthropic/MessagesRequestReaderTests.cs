using System.Text;
using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway.Tests.Anthropic;

public sealed class MessagesRequestReaderTests
{
    [Fact]
    public void Read_Blocks_BecomeTheMessagesOfAChat()
    {
        ChatRequest request = Read("""
            {"model":"m","max_tokens":5,"system":[{"type":"text","text":"Be ","cache_control":{"type":"ephemeral"}},{"type":"text","text":"kind."}],"messages":[
              {"role":"user","content":"a"},
              {"role":"assistant","content":[{"type":"text","text":"So"},{"type":"tool_use","id":"t1","name":"pay","input":{"a":1.50}},{"type":"tool_use","id":"t2","name":"pay","input":{}}]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":[{"type":"text","text":"ok"}]},{"type":"tool_result","tool_use_id":"t2","content":"no money","is_error":true},{"type":"text","text":"And?"}]}]}
            """);

        Assert.Equal(
            [
                """{"content":"Be kind.","role":"system"}""",
                """{"content":"a","role":"user"}""",
                """{"content":"So","role":"assistant","tool_calls":[{"function":{"arguments":"{\"a\":1.50}","name":"pay"},"id":"t1","type":"function"},{"function":{"arguments":"{}","name":"pay"},"id":"t2","type":"function"}]}""",
                """{"content":"ok","role":"tool","tool_call_id":"t1"}""",
                """{"content":"Error: no money","role":"tool","tool_call_id":"t2"}""",
                """{"content":"And?","role":"user"}""",
            ],
            request.Messages.Select(static message => Encoding.UTF8.GetString(CanonicalJson.Serialize(message))));
    }

    [Fact]
    public void Read_Tools_AreThoseOfTheChatApi()
    {
        ChatRequest request = Read("""{"model":"m","max_tokens":5,"messages":[{"role":"user","content":"x"}],"tools":[{"name":"pay","description":"d","input_schema":{"type":"object"},"cache_control":null}],"tool_choice":{"type":"auto"}}""");

        Assert.Equal("""[{"type":"function","function":{"name":"pay","description":"d","parameters":{"type":"object"}}}]""", Encoding.UTF8.GetString(request.Tools!.Text));
    }

    [Theory]
    [InlineData("""{"max_tokens":5}""", "messages")]
    [InlineData("""{"max_tokens":5,"messages":[]}""", "messages")]
    [InlineData("""{"max_tokens":"5","messages":[{"role":"user","content":"x"}]}""", "max_tokens")]
    [InlineData("""{"max_tokens":5,"messages":[{"role":"system","content":"x"},{"role":"user","content":"x"}]}""", "messages[0].role")]
    [InlineData("""{"max_tokens":5,"messages":[{"role":"user","content":{}}]}""", "messages[0].content")]
    [InlineData("""{"max_tokens":5,"messages":[{"role":"user","content":["x"]}]}""", "messages[0].content[0]")]
    [InlineData("""{"max_tokens":5,"messages":[{"role":"user","content":[{"type":"thinking","thinking":"x"}]}]}""", "messages[0].content[0].type")]
    [InlineData("""{"max_tokens":5,"messages":[{"role":"user","content":[{"type":"tool_result"}]}]}""", "messages[0].content[0].tool_use_id")]
    [InlineData("""{"max_tokens":5,"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"b","input":"{}"}]},{"role":"user","content":"x"}]}""", "messages[0].content[0].input")]
    [InlineData("""{"max_tokens":5,"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"b","input":{}},{"type":"text","text":"late"}]},{"role":"user","content":"x"}]}""", "messages[0].content[1].type")]
    [InlineData("""{"max_tokens":5,"messages":[{"role":"assistant","content":"x"}]}""", "messages[0].role")]
    [InlineData("""{"max_tokens":5,"messages":[{"role":"user","content":"x"}],"system":3}""", "system")]
    [InlineData("""{"max_tokens":5,"messages":[{"role":"user","content":"x"}],"tools":[{"type":"bash_20250124","name":"bash"}]}""", "tools[0].type")]
    [InlineData("""{"max_tokens":5,"messages":[{"role":"user","content":"x"}],"tools":[{"name":"a"}]}""", "tools[0].input_schema")]
    [InlineData("""{"max_tokens":5,"messages":[{"role":"user","content":"x"}],"tool_choice":{"type":"tool"}}""", "tool_choice.name")]
    [InlineData("""{"max_tokens":5,"messages":[{"role":"user","content":"x"}],"tool_choice":{"type":"auto","disable_parallel_tool_use":1}}""", "tool_choice.disable_parallel_tool_use")]
    [InlineData("""{"max_tokens":5,"messages":[{"role":"user","content":"x"}],"mcp_servers":[]}""", "mcp_servers")]
    [InlineData("""{"max_tokens":5,"messages":[{"role":"user","content":"x"}],"stop_sequences":[""]}""", "stop_sequences[0]")]
    public void Read_BadRequest_NamesTheParameter(string json, string subject) =>
        Assert.Equal(subject, Assert.Throws<InvalidInputException>(() => Read(json.Insert(1, "\"model\":\"m\","))).Subject);

    [Fact]
    public void Read_ManglesOfAGoodRequest_AreTakenOrRefused() => Mangle.All(
        """{"model":"m","max_tokens":5,"system":"s","messages":[{"role":"user","content":[{"type":"text","text":"\u00e9"}]},{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"b","input":{"c":1}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":"d","is_error":true}]}],"tools":[{"name":"b","input_schema":{}}],"tool_choice":{"type":"auto"},"stop_sequences":["z"]}""",
        static body => MessagesRequestReader.Read(body));

    private static ChatRequest Read(string json) => MessagesRequestReader.Read(Encoding.UTF8.GetBytes(json));
}
