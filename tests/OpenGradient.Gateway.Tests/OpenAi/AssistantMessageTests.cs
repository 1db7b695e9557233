using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway.Tests.OpenAi;

public sealed class AssistantMessageTests
{
    private const string Nonce = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    [Fact]
    public void Read_TwoCallsAndText_SplitsThem()
    {
        const string Text = "Sure.\n<tool_call>\n{\"name\": \"pay\", \"arguments\": {\"to\": \"bob\", \"amount\": 5}}\n</tool_call><tool_call>{\"name\":\"log\",\"arguments\":{}}</tool_call>";

        AssistantMessage message = AssistantMessage.Read(Text, hasTools: true, Nonce);

        Assert.Equal("Sure.", message.Content);
        Assert.Equal(
            [new ToolCall("call_0011223344556677_0", "pay", """{"amount":5,"to":"bob"}"""), new ToolCall("call_0011223344556677_1", "log", "{}")],
            message.ToolCalls);
    }

    [Theory]
    [InlineData("<tool_call>{\"name\":\"pay\"")]
    [InlineData("<tool_call>{\"name\":\"pay\"}</tool_call>")]
    [InlineData("<tool_call>pay</tool_call>")]
    [InlineData("<tool_call>{\"name\":\"pay\",\"arguments\":\"x\"}</tool_call>")]
    public void Read_BrokenCall_StaysText(string text)
    {
        AssistantMessage message = AssistantMessage.Read(text, hasTools: true, Nonce);

        Assert.Equal(text, message.Content);
        Assert.Empty(message.ToolCalls);
    }

    [Fact]
    public void Read_CallWithoutTools_StaysText()
    {
        const string Text = "<tool_call>{\"name\":\"pay\",\"arguments\":{}}</tool_call>";

        Assert.Equal(Text, AssistantMessage.Read(Text, hasTools: false, Nonce).Content);
    }

    [Fact]
    public void ToJson_OnlyCalls_HasNoContent()
    {
        AssistantMessage message = AssistantMessage.Read("<tool_call>{\"name\":\"pay\",\"arguments\":{}}</tool_call>", hasTools: true, Nonce);

        string json = Encoding.UTF8.GetString(CanonicalJson.Serialize(message.ToJson()));

        Assert.Equal("""{"role":"assistant","tool_calls":[{"function":{"arguments":"{}","name":"pay"},"id":"call_0011223344556677_0","type":"function"}]}""", json);
    }
}
