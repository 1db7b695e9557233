using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway.Tests.Chat;

public sealed class AssistantMessageTests
{
    private const string Nonce = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    private const string Call = "<tool_call>{\"name\":\"pay\",\"arguments\":{\"to\":\"bob\"}}</tool_call>";

    [Fact]
    public void Read_CallWithoutTools_StaysText() =>
        Assert.Equal(Call, AssistantMessage.Read(Call, hasTools: false, Nonce).Content);

    [Fact]
    public void ToJson_OnlyCalls_HasNoContentAndIdsOfTheNonce()
    {
        AssistantMessage message = AssistantMessage.Read(Call + Call, hasTools: true, Nonce);

        string json = Encoding.UTF8.GetString(CanonicalJson.Serialize(message.ToJson()));

        Assert.StartsWith("""{"role":"assistant","tool_calls":[{"function":{"arguments":"{\"to\":\"bob\"}","name":"pay"},"id":"call_0011223344556677_0","type":"function"}""", json, StringComparison.Ordinal);
        Assert.Contains("call_0011223344556677_1", json, StringComparison.Ordinal);
    }
}
