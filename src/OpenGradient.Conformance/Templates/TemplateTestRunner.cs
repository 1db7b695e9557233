using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using OpenGradient.Models.Templates;
using OpenGradient.Primitives;

namespace OpenGradient.Conformance.Templates;

/// <summary>Renders conversations with templates and compares the prompts with those of Jinja2.</summary>
/// <remarks>Jinja2's are known by their digests: <c>eng/templates/make-jinja2-renderings.py</c> writes them.</remarks>
public static class TemplateTestRunner
{
    private const string Refused = "refused";

    private static readonly DateTimeOffset Now = new(2024, 7, 26, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Tries every line of a file of digests.</summary>
    /// <param name="templates">The folder with the templates.</param>
    /// <param name="conversations">JSON: conversations by name, each with messages, perhaps tools, and variables.</param>
    /// <param name="digests">Lines of template, conversation, and SHA-256 in hexadecimal or <c>refused</c>.</param>
    public static ImmutableArray<TemplateTestResult> Run(string templates, JsonValue conversations, IEnumerable<string> digests)
    {
        Dictionary<string, ChatPrompt> prompts = conversations.Members.ToDictionary(static pair => pair.Key, static pair => Prompt(pair.Value));
        return [.. digests.Select(static line => line.Split(' ')).Select(line => Try(templates, line[0], line[1], prompts[line[1]], line[2]))];
    }

    private static TemplateTestResult Try(string folder, string name, string conversation, ChatPrompt prompt, string expected)
    {
        try
        {
            ChatTemplate template = ChatTemplateFile.Open(Path.Combine(folder, name + ".jinja")) with { BeginToken = "<s>", EndToken = "</s>" };
            string text = string.Concat(template.Render(prompt).Select(static segment => segment.Text));
            string digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
            TemplateTestOutcome outcome = expected == Refused ? TemplateTestOutcome.OnlyHere
                : digest == expected ? TemplateTestOutcome.Same
                : TemplateTestOutcome.Different;
            return new TemplateTestResult(name, conversation, outcome, "");
        }
        catch (InvalidInputException error)
        {
            return new TemplateTestResult(name, conversation, expected == Refused ? TemplateTestOutcome.BothRefuse : TemplateTestOutcome.OnlyThere, error.Message);
        }
    }

    private static ChatPrompt Prompt(JsonValue conversation)
    {
        conversation.TryGet("messages", out JsonValue? messages);
        conversation.TryGet("tools", out JsonValue? tools);
        bool opensTurn = conversation.TryGet("add_generation_prompt", out JsonValue? flag) && flag.Kind == JsonKind.True;
        var variables = conversation.Members.Where(static member => member.Key is not ("messages" or "tools" or "add_generation_prompt"));
        return new ChatPrompt(messages!.Items, tools, opensTurn) { Variables = JsonValue.Object([.. variables]), Now = Now };
    }
}
