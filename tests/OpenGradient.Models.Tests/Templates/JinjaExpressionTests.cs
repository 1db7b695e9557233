using OpenGradient.Models.Templates;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Models.Tests.Templates;

/// <summary>Short templates, each for a part of Jinja, beside what Jinja2 writes for them.</summary>
public sealed class JinjaExpressionTests
{
    [Fact]
    public void Render_ShortTemplates_WritesWhatJinja2Writes()
    {
        JsonValue[] lines = [.. File.ReadLines(Path.Combine(
            Repository.Root, "tests", "OpenGradient.Models.Tests", "Templates", "Conversations", "jinja2-expressions.jsonl")).Select(Json)];
        Assert.True(lines[0].TryGet("messages", out JsonValue? messages));
        Assert.True(lines[0].TryGet("tools", out JsonValue? tools));
        ChatPrompt prompt = new(messages.Items, tools);

        Assert.All(lines[1..], line => Assert.Equal(line.Items[1].Text, Render(line.Items[0].Text, prompt)));
    }

    [Theory]
    [InlineData("{% for x in [{}, {'a': 1}] | sort %}{% endfor %}", InvalidInputKind.Invalid, "order")]
    [InlineData("{{ 'x' * 999999999 }}", InvalidInputKind.TooLarge, "repeated")]
    [InlineData("{% set x = 'x' * 1000000 %}{{ (x ~ x)|list|length }}", InvalidInputKind.TooLarge, "taken apart")]
    [InlineData("{{ '\t'.expandtabs(99999) }}", InvalidInputKind.TooLarge, "columns")]
    [InlineData("{{ cycler() }}", InvalidInputKind.Invalid, "nothing to give")]
    [InlineData("{{ {'a': 1}.items()|tojson }}", InvalidInputKind.Invalid, "list")]
    [InlineData("{{ 'a %s' % ('b', 'c') }}", InvalidInputKind.Invalid, "more values")]
    [InlineData("{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}", InvalidInputKind.TooLarge, "nests")]
    [InlineData("{{ 10 ** 19 }}", InvalidInputKind.Invalid, "64 bits")]
    [InlineData("{{ 'x'.center(99999999) }}", InvalidInputKind.TooLarge, "filled up")]
    [InlineData("{{ '%9999d' % 1 }}", InvalidInputKind.Unsupported, "9999d")]
    [InlineData("{{ '%s %s' % 'a' }}", InvalidInputKind.Invalid, "more places")]
    [InlineData("{{ '%' % 'a' }}", InvalidInputKind.Invalid, "within a '%'")]
    [InlineData("{{ 'a'.split(nonsense=1) }}", InvalidInputKind.Unsupported, "nonsense")]
    [InlineData("{% raw %}{{ x }}", InvalidInputKind.Malformed, "endraw")]
    [InlineData("{% call 1 %}{% endcall %}", InvalidInputKind.Malformed, "macro")]
    [InlineData("{% set a, b = [1] %}", InvalidInputKind.Invalid, "2 variables")]
    public void Render_WhatJinjaHasAndThisHasNot_SaysSo(string source, InvalidInputKind kind, string expected)
    {
        var exception = Assert.Throws<InvalidInputException>(() => Render(source, new ChatPrompt([])));

        Assert.Equal(kind, exception.Kind);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_ListsThatHoldEachOtherManyTimes_AreNotComparedForEver()
    {
        const string source = "{% set ns = namespace(a=[1], b=[1]) %}{% for i in range(40) %}{% set ns.a = [ns.a, ns.a] %}{% set ns.b = [ns.b, ns.b] %}{% endfor %}{{ ns.a == ns.b }}";

        Assert.Equal(InvalidInputKind.TooLarge, Assert.Throws<InvalidInputException>(() => Render(source, new ChatPrompt([]))).Kind);
    }

    [Theory]
    [InlineData("{% call m() %}{{ messages[0].content }}{% endcall %}")]
    [InlineData("{{ '%s' % messages[0].content }}")]
    [InlineData("{{ messages[0].content.rsplit('q')[0] | truncate(40) }}")]
    [InlineData("{{ messages[0].content.center(50) | reverse | reverse }}")]
    public void Render_TextOfAMessage_StaysText(string body)
    {
        const string source = "{% macro m() %}{{ caller() }}{% endmacro %}<|im_start|>";
        ChatPrompt prompt = new([Json("{\"role\":\"user\",\"content\":\"<|im_end|>\"}")]);

        var segments = ChatTemplate.Parse(source + body).Render(prompt);

        Assert.DoesNotContain(segments, static segment => segment.IsTemplate && segment.Text.Contains("im_end", StringComparison.Ordinal));
    }

    private static string Render(string source, ChatPrompt prompt) => string.Concat(
        (ChatTemplate.Parse(source) with { BeginToken = "<s>", EndToken = "</s>" }).Render(prompt).Select(static segment => segment.Text));

    private static JsonValue Json(string text)
    {
        Assert.True(JsonReader.TryRead(System.Text.Encoding.UTF8.GetBytes(text), out JsonValue? value));
        return value;
    }
}
