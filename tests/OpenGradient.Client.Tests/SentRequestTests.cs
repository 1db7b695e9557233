using System.Text;
using System.Text.Json;
using OpenGradient.Primitives;

namespace OpenGradient.Client.Tests;

/// <summary>The nonce goes into a body that is otherwise what the client wrote.</summary>
public sealed class SentRequestTests
{
    [Theory]
    [InlineData("{}", "{", "}")]
    [InlineData("""{ "a" : 1.50 }""", "{", """, "a" : 1.50 }""")]
    [InlineData("""{"a":{"receipt":1},"receipt":{"include":false}, "z":[]}""", """{"a":{"receipt":1},""", """, "z":[]}""")]
    [InlineData("""{"receipt":null}""", "{", "}")]
    [InlineData("""{"receipt":{"nonce":"AA","session":{ "key" : "é" }},"a":1}""", "{", ""","session":{ "key" : "é" }},"a":1}""")]
    public void Create_Body_ChangesTheReceiptOnly(string body, string before, string behind)
    {
        SentRequest request = SentRequest.Create(Encoding.UTF8.GetBytes(body));

        string text = Encoding.UTF8.GetString(request.Body);
        Assert.StartsWith(before + "\"receipt\":{\"include\":true,\"nonce\":\"", text, StringComparison.Ordinal);
        Assert.EndsWith(behind, text, StringComparison.Ordinal);
        Assert.Equal(32, request.Nonce.Length);
        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(text).RootElement.GetProperty("receipt").ValueKind);
    }

    [Theory]
    [InlineData("""{"stream":true}""", true)]
    [InlineData("""{"stream":false}""", false)]
    [InlineData("""{"x":{"stream":true}}""", false)]
    public void Create_Stream_IsSeenAtTheTopOnly(string body, bool expected) => Assert.Equal(expected, SentRequest.Create(Encoding.UTF8.GetBytes(body)).IsStream);

    [Theory]
    [InlineData("""{"n":2,"echo":true}""", 2, true)]
    [InlineData("""{"echo":false,"x":{"n":3,"echo":true}}""", 1, false)]
    [InlineData("""{"\u006e":2}""", 2, false)]
    public void Create_CountAndEcho_AreSeenAtTheTopOnly(string body, int count, bool isEcho)
    {
        SentRequest request = SentRequest.Create(Encoding.UTF8.GetBytes(body));

        Assert.Equal((count, isEcho), (request.AnswerCount, request.IsEcho));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"receipt":{},"receipt":{}}""")]
    public void Create_NoObject_IsRefused(string body) => Assert.Throws<InvalidInputException>(() => SentRequest.Create(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void Create_Twice_TwoNonces() => Assert.NotEqual(SentRequest.Create("{}"u8).Nonce, SentRequest.Create("{}"u8).Nonce);
}
