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

    /// <summary>Expressions over all filters, tests and methods, and statements, beside what Jinja2 3.1.6 writes for them in the sandbox that transformers uses.</summary>
    [Fact]
    public void Render_ValuesOfEveryKind_WritesWhatJinja2Writes()
    {
        JsonValue[] lines = [.. File.ReadLines(Path.Combine(
            Repository.Root, "tests", "OpenGradient.Models.Tests", "Templates", "Conversations", "jinja2-values.jsonl")).Select(Json)];
        ChatPrompt prompt = new([]) { Variables = lines[0], Now = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero) };

        Assert.All(lines[1..], line => Assert.Equal(line.Items[1].Text, Render(line.Items[0].Text, prompt)));
    }

    [Theory]
    [InlineData("{% for x in [{}, {'a': 1}] | sort %}{% endfor %}", InvalidInputKind.Invalid, "order")]
    [InlineData("{{ 'x' * 999999999 }}", InvalidInputKind.TooLarge, "repeated")]
    [InlineData("{{ 10 ** 99999 }}", InvalidInputKind.TooLarge, "bits")]
    [InlineData("{{ 2 ** -1 }}", InvalidInputKind.Unsupported, "write the number")]
    [InlineData("{{ 'x'.center(99999999) }}", InvalidInputKind.TooLarge, "filled up")]
    [InlineData("{{ '%99999d' % 1 }}", InvalidInputKind.TooLarge, "widths")]
    [InlineData("{{ '%s %s' % 'a' }}", InvalidInputKind.Invalid, "more places")]
    [InlineData("{{ '%' % 'a' }}", InvalidInputKind.Invalid, "within a '%'")]
    [InlineData("{{ 'a'.split(nonsense=1) }}", InvalidInputKind.Invalid, "nonsense")]
    [InlineData("{% for x in [1] %}{{ loop([2]) }}{% endfor %}", InvalidInputKind.Invalid, "recursive")]
    [InlineData("{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}", InvalidInputKind.TooLarge, "deeper")]
    [InlineData("{{ [1] | random }}", InvalidInputKind.Unsupported, "use 'first'")]
    [InlineData("{{ [1] | map('string') }}", InvalidInputKind.Unsupported, "| list")]
    [InlineData("{{ 'a'.upper }}", InvalidInputKind.Unsupported, "address")]
    [InlineData("{{ 'a'.encode() }}", InvalidInputKind.Unsupported, "no bytes")]
    [InlineData("{{ '&amp;' | striptags }}", InvalidInputKind.Unsupported, "entities")]
    [InlineData("{{ ('x' * 99) | pprint }}", InvalidInputKind.Unsupported, "tojson")]
    [InlineData("{{ '\\N{DASH}' }}", InvalidInputKind.Unsupported, "its number")]
    [InlineData("{{ {}.pop('a') }}", InvalidInputKind.Invalid, "pop")]
    [InlineData("{{ range(100000) | map('center', 65536) | list }}", InvalidInputKind.TooLarge, "letters")]
    [InlineData("{{ ('\\t' * 1000000).expandtabs(65536) }}", InvalidInputKind.TooLarge, "Tabulators")]
    [InlineData("{{ (' ' * 1000000) | replace(' ', 'x' * 100) }}", InvalidInputKind.TooLarge, "letters")]
    [InlineData("{{ ('a ' * 500000) | wordwrap(1, wrapstring='x' * 100) }}", InvalidInputKind.TooLarge, "letters")]
    [InlineData("{{ ('\n' * 1000000) | indent(1000, blank=true) }}", InvalidInputKind.TooLarge, "letters")]
    [InlineData("{{ [1] | batch(99999999, 0) | list }}", InvalidInputKind.TooLarge, "elements")]
    [InlineData("{{ [1] | slice(99999999) | list }}", InvalidInputKind.TooLarge, "lists")]
    [InlineData("{% for i in range(100000) %}{% set x = range(100000) | list %}{% endfor %}", InvalidInputKind.TooLarge, "letters")]
    [InlineData("{% set l = range(100000) | list %}{% for i in range(90000) %}{% if -1 in l %}{% endif %}{% endfor %}", InvalidInputKind.TooLarge, "letters")]
    [InlineData("{{ '{:99999}'.format(1) }}", InvalidInputKind.TooLarge, "widths")]
    [InlineData("{{ '%*d' % (99999, 1) }}", InvalidInputKind.TooLarge, "widths")]
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
