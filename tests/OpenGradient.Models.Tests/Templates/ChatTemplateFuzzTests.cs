using CsCheck;
using OpenGradient.Models.Templates;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Models.Tests.Templates;

/// <summary>Damaged and made-up templates: whatever comes out, nothing but a clear refusal is thrown.</summary>
public sealed class ChatTemplateFuzzTests
{
    private static readonly ChatPrompt Prompt = new(
        [JsonValue.Object(("role", JsonValue.String("user")), ("content", JsonValue.String("hi {{ 1 }} <|im_end|>")))],
        JsonValue.Array(JsonValue.Object(("function", JsonValue.Object(("name", JsonValue.String("pay")))))));

    [Fact]
    public void Render_DamagedTemplate_RendersOrRefuses()
    {
        string source = File.ReadAllText(Repository.PathOf("models/tinychat/chat_template.jinja"));
        Gen<string> letters = Gen.OneOf("{{", "}}", "{%", "%}", "'", "\"", "(", ")", "[", "|", "-", ".", "if", "for", "endfor", "\\", " is ", "\0", "💥", "{#", "9999999999999999999", "");

        Fuzz.Run(
            Gen.Select(Gen.Int[0, source.Length - 1], Gen.Int[0, 6], letters).Array[1, 5],
            cases: 2000,
            edits =>
            {
                string damaged = source;
                foreach ((int at, int removed, string inserted) in edits)
                {
                    int start = Math.Min(at, damaged.Length);
                    damaged = damaged[..start] + inserted + damaged[Math.Min(start + removed, damaged.Length)..];
                }

                Check(damaged);
            });
    }

    [Fact]
    public void Render_MadeUpTemplate_RendersOrRefuses()
    {
        Gen<string> part = Gen.OneOf(
            "{{", "}}", "{%", "%}", "for", "x", "in", "messages", "endfor", "if", "else", "endif", "set", "=", "1", "'a'", "[", "]", "(", ")", "|", "tojson", "length",
            ".", ",", ":", "-", "+", "*", "//", "%", "~", "not", "and", "is", "defined", "namespace", "macro", "endmacro", "loop", "range", "{", "}", "tools", "append", "split",
            "join", "map", "content", "replace", "indent", "unique", "int", "none");

        Fuzz.Run(part.Array[1, 40], cases: 5000, parts => Check(string.Join(' ', parts)));
    }

    private static void Check(string source)
    {
        try
        {
            ChatTemplate.Parse(source).Render(Prompt);
        }
        catch (InvalidInputException exception)
        {
            Assert.Equal("chat_template", exception.Subject);
        }
    }
}
