using System.Text;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Tests.LanguageModels;

public sealed class JsonSchemaGrammarTests
{
    [Theory]
    [InlineData("""{"type":"array","uniqueItems":true}""", "schema.uniqueItems")]
    [InlineData("""{"type":"string","minItems":3}""", "schema.minItems")]
    [InlineData("""{"type":"object","patternProperties":{}}""", "schema.patternProperties")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"object","properties":{"b":{"type":"number","multipleOf":2}}}}}""", "schema.properties.a.properties.b.multipleOf")]
    [InlineData("""{"type":"object","required":["x"]}""", "schema.required")]
    [InlineData("""{"type":"object","properties":[]}""", "schema.properties")]
    [InlineData("""{"type":"thing"}""", "schema.type")]
    [InlineData("""{"type":3}""", "schema.type")]
    [InlineData("""{"properties":{}}""", "schema.type")]
    [InlineData("""{"enum":[]}""", "schema.enum")]
    [InlineData("""{"$ref":"other.json"}""", "schema.$ref")]
    [InlineData("""{"$ref":"#/$defs/none"}""", "schema.$ref")]
    [InlineData("""{"$ref":"#"}""", "schema")]
    [InlineData("""{"type":"array","items":{"$ref":"#/$defs/a"},"$defs":{"a":{"anyOf":[{"type":"null"},{"format":"x","type":"string"}]}}}""", "schema.$defs.a.anyOf[1].format")]
    [InlineData("""{"type":"string","maxLength":-1}""", "schema.maxLength")]
    [InlineData("""{"type":"string","minLength":3,"maxLength":2}""", "schema.maxLength")]
    [InlineData("""{"type":"string","maxLength":1000000}""", "schema")]
    [InlineData("""{"type":"array","minItems":60000,"items":{"type":"array","minItems":60000}}""", "schema")]
    [InlineData("false", "schema")]
    [InlineData("""{"type":"string","pattern":"(?=a)"}""", "schema.pattern")]
    [InlineData("""{"type":"string","pattern":"a("}""", "schema.pattern")]
    [InlineData("""{"type":"string","pattern":"a{2,1}"}""", "schema.pattern")]
    [InlineData("""{"type":"string","pattern":"(^a)"}""", "schema.pattern")]
    [InlineData("""{"type":"string","pattern":"\\bx"}""", "schema.pattern")]
    [InlineData("""{"type":"string","pattern":"(a)\\1"}""", "schema.pattern")]
    [InlineData("""{"type":"string","pattern":"x**"}""", "schema.pattern")]
    [InlineData("""{"type":"string","pattern":"(a{1,1000}){1,1000}"}""", "schema")]
    [InlineData("""{"type":"string","format":"thing"}""", "schema.format")]
    [InlineData("""{"oneOf":[{"type":"number"},{"type":"integer"}]}""", "schema.oneOf")]
    [InlineData("""{"oneOf":[{"const":1},{"const":1.0}]}""", "schema.oneOf")]
    [InlineData("""{"oneOf":[{"type":"object","properties":{"k":{"const":"a"}}},{"type":"object","properties":{"k":{"const":"b"}}}]}""", "schema.oneOf")]
    [InlineData("""{"type":"array","items":{"type":"string"},"uniqueItems":true}""", "schema.uniqueItems")]
    [InlineData("""{"allOf":[{"$ref":"#"}]}""", "schema")]
    [InlineData("""{"anyOf":[{"$ref":"#"},{"type":"null"}]}""", "schema")]
    [InlineData("""{"type":"number","multipleOf":2}""", "schema.multipleOf")]
    [InlineData("""{"allOf":[]}""", "schema.allOf")]
    [InlineData("""{"type":"integer","minimum":"3"}""", "schema.minimum")]
    [InlineData("""{"type":"integer","minimum":1e9999}""", "schema.minimum")]
    [InlineData("""{"type":"string","pattern":"\\p{L}"}""", "schema.pattern")]
    [InlineData("""{"type":"string","pattern":"[b-a]"}""", "schema.pattern")]
    [InlineData("""{"type":"string","pattern":3}""", "schema.pattern")]
    [InlineData("""{"type":"array","uniqueItems":1}""", "schema.uniqueItems")]
    [InlineData("""{"oneOf":[{"type":"string","pattern":"a"},{"type":"string","pattern":"b"}]}""", "schema.oneOf")]
    [InlineData("""{"oneOf":[{"type":"string","pattern":"^a*$"},{"type":"string","pattern":"^b*$"}]}""", "schema.oneOf")]
    [InlineData("""{"oneOf":[{"type":"string","pattern":"^[a-m]+$"},{"type":"string","maxLength":3}]}""", "schema.oneOf")]
    [InlineData("""{"oneOf":[{"type":"string","format":"date"},{"type":"string","pattern":"^2"}]}""", "schema.oneOf")]
    [InlineData("""{"oneOf":[{"type":"string"},{"type":"string","pattern":"^b$"}]}""", "schema.oneOf")]
    [InlineData("""{"oneOf":[{"enum":["auto","12"]},{"type":"string","pattern":"^\\d+$"}]}""", "schema.oneOf")]
    [InlineData("""{"oneOf":[{"type":"string","pattern":"(?=a)"},{"type":"string","pattern":"^b$"}]}""", "schema.oneOf[0].pattern")]
    [InlineData("""{"not":{"type":"null"}}""", "schema.not")]
    [InlineData("""{"oneOf":[{"type":"integer"},{"const":1.0}]}""", "schema.oneOf")]
    [InlineData("""{"oneOf":[{"enum":["a",1e2]},{"type":["integer","null"]}]}""", "schema.oneOf")]
    [InlineData("""{"$id":"a","type":"object","properties":{"x":{"$id":"b","$defs":{"y":{"type":"null"}},"$ref":"#/$defs/y"}},"$defs":{"y":{"type":"string"}}}""", "schema.properties.x.$id")]
    [InlineData("""{"type":"string","pattern":"a","maxLength":2147483647}""", "schema")]
    [InlineData("3", "schema")]
    public void Compile_WhatItCannotSay_IsNamed(string schema, string subject) =>
        Assert.Equal(subject, Assert.Throws<InvalidInputException>(() => JsonSchemaGrammar.Compile(Parse(schema), "schema")).Subject);

    [Fact]
    public void Compile_BranchesOfManyValues_CountsWhatComparingThemTakes()
    {
        string Branches(int count) => string.Join(',', Enumerable.Range(0, count).Select(static branch => $"{{\"enum\":[{string.Join(',', Enumerable.Range(0, 60).Select(value => (60 * branch) + value))}]}}"));

        JsonSchemaGrammar.Compile(Parse($"{{\"oneOf\":[{Branches(20)}]}}"), "schema");
        Assert.Equal(InvalidInputKind.TooLarge, Assert.Throws<InvalidInputException>(() => JsonSchemaGrammar.Compile(Parse($"{{\"oneOf\":[{Branches(200)}]}}"), "schema")).Kind);
    }

    [Theory]
    [InlineData("""{"type":"string","pattern":"^a+$"}""", new[] { "\"a\"", "\"aaa\"" }, new[] { "\"\"", "\"ab\"", "\"\\u0061\"" })]
    [InlineData("""{"type":"string","pattern":"a"}""", new[] { "\"a\"", "\"xay\"" }, new[] { "\"x\"", "\"\"" })]
    [InlineData("""{"type":"string","pattern":"^(ab|c){2,3}$"}""", new[] { "\"abc\"", "\"ccc\"", "\"ababab\"" }, new[] { "\"c\"", "\"cccc\"" })]
    [InlineData("""{"type":"string","pattern":"^\\d{3}-\\w*$"}""", new[] { "\"123-\"", "\"123-a_Z9\"" }, new[] { "\"12-\"" })]
    [InlineData("""{"type":"string","pattern":"^.$"}""", new[] { "\"x\"", "\"é\"", "\"\\\"\"", "\"\\\\\"", "\"\\t\"" }, new[] { "\"\"", "\"\\n\"", "\"xy\"" })]
    [InlineData("""{"type":"string","pattern":"^[^a-c\\]]+$"}""", new[] { "\"d\"", "\"\\n\"", "\"日\"" }, new[] { "\"a\"", "\"]\"" })]
    [InlineData("""{"type":"string","pattern":"a","maxLength":3}""", new[] { "\"a\"", "\"aaa\"", "\"xxa\"" }, new[] { "\"xxxa\"", "\"xx\"" })]
    [InlineData("""{"type":"string","pattern":"^a*$","minLength":2}""", new[] { "\"aa\"", "\"aaaaa\"" }, new[] { "\"a\"" })]
    [InlineData("""{"type":"string","pattern":"^(a?)*$"}""", new[] { "\"\"", "\"aaa\"" }, new[] { "\"b\"" })]
    [InlineData("""{"type":"string","pattern":"^a|b$"}""", new[] { "\"axx\"", "\"xxb\"" }, new[] { "\"xx\"" })]
    [InlineData("""{"type":"string","pattern":"^\\u{1F600}\\uD83D\\uDE00$"}""", new[] { "\"😀😀\"" }, new[] { "\"😀\"" })]
    [InlineData("""{"type":"string","format":"date"}""", new[] { "\"2024-02-29\"", "\"2000-02-29\"", "\"2024-12-31\"" }, new[] { "\"2023-02-29\"", "\"1900-02-29\"", "\"2024-13-01\"", "\"2024-04-31\"" })]
    [InlineData("""{"type":"string","format":"date-time"}""", new[] { "\"2024-02-29T23:59:59Z\"", "\"2024-02-29T23:59:59.123+01:30\"" }, new[] { "\"2024-02-29 23:59:59Z\"" })]
    [InlineData("""{"type":"string","format":"ipv4"}""", new[] { "\"1.2.3.4\"", "\"255.255.255.0\"" }, new[] { "\"256.1.1.1\"", "\"01.1.1.1\"" })]
    [InlineData("""{"type":"string","format":"uuid"}""", new[] { "\"01234567-89ab-cdef-0123-456789abcdef\"" }, new[] { "\"01234567-89AB-cdef-0123-456789abcdef\"" })]
    [InlineData("""{"type":"string","format":"email"}""", new[] { "\"a.b@c.de\"" }, new[] { "\"a@b\"", "\"@c.de\"" })]
    [InlineData("""{"type":"integer","minimum":3}""", new[] { """3""", """4""", """10""", """9999999999999999""" }, new[] { """2""", """0""", """-3""" })]
    [InlineData("""{"type":"integer","minimum":-5,"maximum":12}""", new[] { """-5""", """-1""", """0""", """12""", """9""" }, new[] { """-6""", """-0""", """13""", """120""" })]
    [InlineData("""{"type":"integer","exclusiveMinimum":99,"exclusiveMaximum":1001}""", new[] { """100""", """1000""", """555""" }, new[] { """99""", """1001""", """1""" })]
    [InlineData("""{"type":"integer","minimum":2.5,"maximum":3.5}""", new[] { """3""" }, new[] { """2""", """4""" })]
    [InlineData("""{"type":"integer","minimum":1e2,"maximum":1.2e2}""", new[] { """100""", """120""" }, new[] { """99""", """121""" })]
    [InlineData("""{"type":"integer","maximum":-7}""", new[] { """-7""", """-8""", """-100""" }, new[] { """0""", """-6""" })]
    [InlineData("""{"type":"integer","maximum":9223372036854775807,"minimum":-9223372036854775808}""", new[] { """0""", """-1""", """9999999999999999""" }, new string[0])]
    [InlineData("""{"type":"number","minimum":0,"maximum":1}""", new[] { """0""", """1""", """0.5""", """1.0""", """0.0000000000000001""" }, new[] { """1.1""", """2""", """-0.5""", """1.0000000000000001""", """0.""", """.5""" })]
    [InlineData("""{"type":"number","exclusiveMinimum":0}""", new[] { """0.01""", """0.10""", """7""", """7.25""" }, new[] { """0""", """0.0""", """0.00""", """-1""" })]
    [InlineData("""{"type":"number","minimum":-2.5,"exclusiveMaximum":2.75}""", new[] { """-2.5""", """-2.500""", """2.749""", """2.7""", """2""", """0""", """-0.1""", """-2""" }, new[] { """-2.51""", """2.75""", """2.750""", """3""", """-0""" })]
    [InlineData("""{"type":"number","minimum":1.5,"maximum":1.5}""", new[] { """1.5""", """1.50""" }, new[] { """1.51""", """1.4""", """1""" })]
    [InlineData("""{"type":"number","minimum":12.34,"maximum":120}""", new[] { """12.34""", """12.340""", """12.4""", """13""", """99.99""", """120""" }, new[] { """12.33""", """12.3""", """120.01""", """121""", """12""" })]
    [InlineData("""{"oneOf":[{"type":"string"},{"type":"integer"}]}""", new[] { """1""", "\"a\"" }, new[] { """true""" })]
    [InlineData("""{"oneOf":[{"type":"integer","maximum":3},{"type":"number","exclusiveMinimum":3}]}""", new[] { """3""", """3.1""", """4""" }, new[] { """3.""" })]
    [InlineData("""{"oneOf":[{"type":"string","pattern":"^a"},{"type":"string","pattern":"^b"}]}""", new[] { "\"a\"", "\"bx\"" }, new[] { "\"\"", "\"cab\"" })]
    [InlineData("""{"oneOf":[{"type":"string","format":"date"},{"type":"string","pattern":"^\\d{4}$"}]}""", new[] { "\"2026-11-30\"", "\"2026\"" }, new[] { "\"2026-11\"" })]
    [InlineData("""{"oneOf":[{"type":"string","pattern":"^[a-m]+$","minLength":4},{"type":"string","maxLength":3}]}""", new[] { "\"abcd\"", "\"xyz\"" }, new[] { "\"wxyz\"" })]
    [InlineData("""{"oneOf":[{"type":"string","minLength":5},{"type":"string","maxLength":1}]}""", new[] { "\"abcde\"", "\"x\"" }, new[] { "\"wxyz\"" })]
    [InlineData("""{"oneOf":[{"enum":["auto","😀",null]},{"type":["string","integer"],"pattern":"^\\d+$"}]}""", new[] { "\"auto\"", "\"😀\"", "null", "\"12\"", "12" }, new[] { "\"12a\"" })]
    [InlineData("""{"oneOf":[{"type":"object","properties":{"k":{"const":"a"},"x":{"type":"integer"}},"required":["k"]},{"type":"object","properties":{"k":{"const":"b"}},"required":["k"]}]}""", new[] { """{"k":"a","x":1}""", """{"k":"b"}""" }, new[] { """{"k":"b","x":1}""" })]
    [InlineData("""{"allOf":[{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"]},{"type":"object","properties":{"b":{"type":"string"}},"required":["b"]}]}""", new[] { """{"a":1,"b":""}""" }, new[] { """{"a":1}""", """{"b":""}""" })]
    [InlineData("""{"allOf":[{"type":"object","properties":{"a":{"type":"integer","minimum":3}}},{"properties":{"a":{"maximum":5}},"required":["a"]}]}""", new[] { """{"a":4}""" }, new[] { """{"a":6}""", """{"a":2}""", """{}""" })]
    [InlineData("""{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"integer"}},"anyOf":[{"required":["a"]},{"required":["b"]}]}""", new[] { """{"a":1}""", """{"b":1}""", """{"a":1,"b":1}""" }, new[] { """{}""" })]
    [InlineData("""{"allOf":[{"type":"object","properties":{"a":true},"additionalProperties":false},{"type":"object","properties":{"b":true}}]}""", new[] { """{"a":1}""", """{}""" }, new[] { """{"b":1}""" })]
    [InlineData("""{"allOf":[{"enum":[1,2,3]},{"enum":[3.0,2,9]}]}""", new[] { """2""", """3""" }, new[] { """1""" })]
    [InlineData("""{"type":"array","items":{"enum":["a","b","c"]},"uniqueItems":true,"minItems":1,"maxItems":2}""", new[] { """["a"]""", """["a","b"]""" }, new[] { """["a","a"]""", """["a","b","c"]""", """[]""" })]
    [InlineData("""{"type":"array","uniqueItems":false}""", new[] { """[1,1]""" }, new string[0])]
    [InlineData("""{"$ref":"#/$defs/n","$defs":{"n":{"type":"object","properties":{"v":{"type":"integer"},"n":{"anyOf":[{"$ref":"#/$defs/n"},{"type":"null"}]}},"required":["v"]}}}""", new[] { """{"v":1,"n":{"v":2,"n":null}}""" }, new string[0])]
    [InlineData("""{"allOf":[{"$ref":"#/$defs/n"},{"$ref":"#/$defs/m"}],"$defs":{"n":{"type":"object","properties":{"v":{"type":"integer"},"n":{"$ref":"#/$defs/n"}}},"m":{"type":"object","properties":{"n":{"$ref":"#/$defs/m"},"v":{"minimum":3}}}}}""", new[] { """{"v":3,"n":{"v":4}}""" }, new[] { """{"v":2}""", """{"v":3,"n":{"v":2}}""" })]
    [InlineData("""{"$ref":"#/$defs/a","minimum":3,"$defs":{"a":{"type":"integer"}}}""", new[] { """3""" }, new[] { """2""" })]
    public void Compile_Keywords_TakeWhatFitsAndNothingElse(string schema, string[] fitting, string[] others)
    {
        TokenGrammar grammar = new(JsonSchemaGrammar.Compile(Parse(schema), "schema"), new VocabularyTrie(256, static token => new[] { (byte)token }), []);

        Assert.All(fitting, text => Assert.True(grammar.Read(grammar.Begin(), Encoding.UTF8.GetBytes(text)).IsComplete, text));
        Assert.All(others, text => Assert.False(grammar.Read(grammar.Begin(), Encoding.UTF8.GetBytes(text)).IsComplete, text));
    }

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
