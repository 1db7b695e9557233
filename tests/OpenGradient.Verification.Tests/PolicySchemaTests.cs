using System.Text;
using System.Text.Json;
using Json.Schema;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Verification.Tests;

/// <summary>The published JSON Schema and the reader take the same texts for policies.</summary>
public sealed class PolicySchemaTests
{
    private static readonly JsonSchema Schema = JsonSchema.FromText(File.ReadAllText(Repository.PathOf("spec/receipt-1/policy.schema.json")));

    [Fact]
    public void Schema_EveryVectorsPolicy_IsValid()
    {
        foreach (string name in VectorFile.Names())
            Assert.True(IsValid(Encoding.UTF8.GetString(CanonicalJson.Serialize(JsonEdit.Get(VectorFile.Read(name), "policy")))), name);
    }

    [Theory]
    [InlineData("""{"issuer":[]}""")]
    [InlineData("""{"require":"log"}""")]
    [InlineData("""{"require":["policy"]}""")]
    [InlineData("""{"issuers":["00"]}""")]
    [InlineData("""{"nonce":"0"}""")]
    [InlineData("""{"maxAgeSeconds":86400}""")]
    [InlineData("""{"maxAgeSeconds":"01"}""")]
    [InlineData("""{"maxAgeSeconds":"9223372036854775808"}""")]
    [InlineData("""{"anyOf":[]}""")]
    [InlineData("""{"anyOf":[[]]}""")]
    [InlineData("""{"semantics":[""]}""")]
    [InlineData("""{"dictated":"always"}""")]
    [InlineData("""{"rules":[]}""")]
    [InlineData("""{"rules":[{}]}""")]
    [InlineData("""{"rules":[{"for":"a","upTo":"-1"}]}""")]
    [InlineData("""{"rules":[{"for":"a","rules":[]}]}""")]
    [InlineData("[]")]
    public void Schema_WhatTheReaderRefuses_IsInvalid(string json)
    {
        Assert.False(Policy.TryParse(Encoding.UTF8.GetBytes(json), out _, out _));
        Assert.False(IsValid(json));
    }

    [Theory]
    [InlineData("""{"maxAgeSeconds":"9223372036854775807"}""")]
    [InlineData("""{"maxAgeSeconds":"0"}""")]
    [InlineData("""{"rules":[{"for":"*","above":"0.5","upTo":"1","require":[],"anyOf":[["proof","draw"]]}]}""")]
    public void Schema_WhatTheReaderTakes_IsValid(string json)
    {
        Assert.True(Policy.TryParse(Encoding.UTF8.GetBytes(json), out _, out _));
        Assert.True(IsValid(json));
    }

    private static bool IsValid(string json) => Schema.Evaluate(JsonDocument.Parse(json).RootElement).IsValid;
}
