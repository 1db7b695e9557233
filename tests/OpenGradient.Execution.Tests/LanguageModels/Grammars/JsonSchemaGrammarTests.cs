using System.Text;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Tests.LanguageModels;

public sealed class JsonSchemaGrammarTests
{
    [Theory]
    [InlineData("""{"type":"string","format":"date"}""", "schema.format")]
    [InlineData("""{"type":"string","pattern":"a+"}""", "schema.pattern")]
    [InlineData("""{"type":"integer","minimum":3}""", "schema.minimum")]
    [InlineData("""{"type":"array","uniqueItems":true}""", "schema.uniqueItems")]
    [InlineData("""{"type":"string","minItems":3}""", "schema.minItems")]
    [InlineData("""{"oneOf":[{"type":"string"}]}""", "schema.oneOf")]
    [InlineData("""{"allOf":[{"type":"string"}],"type":"string"}""", "schema.allOf")]
    [InlineData("""{"type":"object","patternProperties":{}}""", "schema.patternProperties")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"object","properties":{"b":{"type":"number","multipleOf":2}}}}}""", "schema.properties.a.properties.b.multipleOf")]
    [InlineData("""{"type":"object","required":["x"]}""", "schema.required")]
    [InlineData("""{"type":"object","properties":[]}""", "schema.properties")]
    [InlineData("""{"type":"thing"}""", "schema.type")]
    [InlineData("""{"type":3}""", "schema.type")]
    [InlineData("""{"properties":{}}""", "schema.type")]
    [InlineData("""{"enum":[]}""", "schema.enum")]
    [InlineData("""{"anyOf":[{"type":"null"}],"type":"null"}""", "schema.type")]
    [InlineData("""{"$ref":"other.json"}""", "schema.$ref")]
    [InlineData("""{"$ref":"#/$defs/none"}""", "schema.$ref")]
    [InlineData("""{"$ref":"#"}""", "schema")]
    [InlineData("""{"type":"array","items":{"$ref":"#/$defs/a"},"$defs":{"a":{"anyOf":[{"type":"null"},{"format":"x","type":"string"}]}}}""", "schema.$defs.a.anyOf[1].format")]
    [InlineData("""{"type":"string","maxLength":-1}""", "schema.maxLength")]
    [InlineData("""{"type":"string","minLength":3,"maxLength":2}""", "schema.maxLength")]
    [InlineData("""{"type":"string","maxLength":1000000}""", "schema")]
    [InlineData("""{"type":"array","minItems":60000,"items":{"type":"array","minItems":60000}}""", "schema")]
    [InlineData("false", "schema")]
    [InlineData("3", "schema")]
    public void Compile_WhatItCannotSay_IsNamed(string schema, string subject) =>
        Assert.Equal(subject, Assert.Throws<InvalidInputException>(() => JsonSchemaGrammar.Compile(Parse(schema), "schema")).Subject);

    [Fact]
    public void Compile_DeepSchema_IsReadToItsEnd()
    {
        string schema = string.Concat(Enumerable.Repeat("""{"type":"array","items":""", 30)) + "true" + new string('}', 30);

        Assert.NotNull(JsonSchemaGrammar.Compile(Parse(schema), "schema"));
    }

    [Fact]
    public void Compile_LongChainOfReferences_NeedsNoStack()
    {
        string links = string.Concat(Enumerable.Range(0, 20_000).Select(static i => $"\"a{i}\":{{\"$ref\":\"#/$defs/a{i + 1}\"}},"));

        Assert.NotNull(JsonSchemaGrammar.Compile(Parse("{\"$ref\":\"#/$defs/a0\",\"$defs\":{" + links + "\"a20000\":{\"type\":\"null\"}}}"), "schema"));
    }

    [Fact]
    public void Compile_ManyReferencesAndNames_EndsAtTheLimit()
    {
        string links = string.Concat(Enumerable.Range(0, 100_000).Select(static i => $"\"a{i}\":{{\"$ref\":\"#/properties/a{i + 1}\"}},"));
        string names = string.Join(',', Enumerable.Range(0, 100_000).Select(static i => $"\"a{i}\""));
        JsonValue schema = Parse("{\"type\":\"object\",\"required\":[" + names + "],\"properties\":{" + links + "\"a100000\":true}}");

        Assert.Equal(InvalidInputKind.TooLarge, Assert.Throws<InvalidInputException>(() => JsonSchemaGrammar.Compile(schema, "schema")).Kind);
    }

    [Fact]
    public void Compile_ManyOptionalMembers_GrowsWithTheirNumber()
    {
        string members = string.Join(',', Enumerable.Range(0, 500).Select(static i => $"\"m{i}\":{{\"type\":\"integer\"}}"));
        TokenGrammar grammar = new(
            JsonSchemaGrammar.Compile(Parse($"{{\"type\":\"object\",\"properties\":{{{members}}}}}"), "schema"), new VocabularyTrie(256, static token => new[] { (byte)token }), []);

        GrammarState state = grammar.Read(grammar.Begin(), """{"m3":1,"m77" : 2, "m498":3"""u8);

        Assert.NotNull(grammar.FindMask(ref state));
        Assert.True(grammar.Read(state, "}"u8).IsComplete);
        Assert.False(grammar.Read(state, ","u8).IsDead);
        Assert.True(grammar.Read(state, ",\"m2\""u8).IsDead);
    }

    private static JsonValue Parse(string json) => JsonReader.TryRead(Encoding.UTF8.GetBytes(json), out JsonValue? value) ? value : throw new ArgumentException(json);
}
