using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using OpenGradient.Cli.Files;
using OpenGradient.Cli.Output;
using OpenGradient.Models.Templates;
using OpenGradient.Primitives;

namespace OpenGradient.Cli.Commands;

/// <summary><c>og template</c>: chat templates on this machine.</summary>
internal static class TemplateCommand
{
    private static readonly Argument<string> TemplateFile = new("file") { Description = "A .jinja file, a GGUF model, a tokenizer_config.json or a chat_template.json; or a model's folder" };
    private static readonly Option<string> Messages = new("--messages") { Description = "The conversation: a JSON array of messages, or an object with the member messages; - is standard input", HelpName = "FILE.json", Required = true };
    private static readonly Option<string?> Tools = new("--tools") { Description = "The tools: a JSON array as in the OpenAI API", HelpName = "FILE.json" };
    private static readonly Option<string[]> Variables = new("--set") { Description = "A variable of the template; JSON, or text where it is none; may be repeated", HelpName = "NAME=VALUE" };
    private static readonly Option<bool> NoGenerationPrompt = new("--no-generation-prompt") { Description = "Do not open the assistant's turn at the end" };
    private static readonly Option<string?> Begin = new("--bos") { Description = "What bos_token stands for (default: as the file says)", HelpName = "TEXT" };
    private static readonly Option<string?> End = new("--eos") { Description = "What eos_token stands for (default: as the file says)", HelpName = "TEXT" };
    private static readonly Option<string?> Now = new("--now") { Description = "The time that the template is told (default: now); give it to get the same prompt again", HelpName = "TIME" };
    private static readonly Option<bool> Raw = new("--raw") { Description = "Print the prompt as it is, without a line break behind and with control characters" };

    public static Command Create()
    {
        DocumentedCommand render = new(
            "render",
            "Print the prompt that a chat template makes of a conversation.",
            "Errors name line and column of the template. Templates have no files, no network and no clock but --now, and a bound on\n"
            + "steps, depth and output; the same arguments always give the same prompt.\n\n"
            + "Examples:\n  og template render model.gguf --messages chat.json\n  og template render qwen3.jinja --messages chat.json --tools tools.json --set enable_thinking=false\n"
            + "  og template render tokenizer_config.json --messages - --now 2026-01-31 --raw < chat.json")
        { TemplateFile, Messages, Tools, Variables, NoGenerationPrompt, Begin, End, Now, Raw };
        render.SetAction(RenderAsync);
        return new Command("template", "Render chat templates.") { render };
    }

    private static async Task<int> RenderAsync(ParseResult arguments, CancellationToken cancellation)
    {
        ChatTemplate template = ChatTemplateFile.Open(arguments.GetValue(TemplateFile)!);
        template = template with
        {
            BeginToken = arguments.GetValue(Begin) ?? template.BeginToken,
            EndToken = arguments.GetValue(End) ?? template.EndToken,
        };
        JsonValue conversation = await ReadJsonAsync(arguments.GetValue(Messages)!, cancellation).ConfigureAwait(false);
        JsonValue messages = conversation.TryGet("messages", out JsonValue? inner) ? inner : conversation;
        if (messages.Kind != JsonKind.Array)
            throw new InvalidInputException(InvalidInputKind.Invalid, arguments.GetValue(Messages)!, "messages must be a JSON array.");
        JsonValue? tools = conversation.TryGet("tools", out JsonValue? given) ? given : null;
        if (arguments.GetValue(Tools) is string path)
            tools = await ReadJsonAsync(path, cancellation).ConfigureAwait(false);
        ChatPrompt prompt = new(messages.Items, tools, !arguments.GetValue(NoGenerationPrompt))
        {
            Variables = ReadVariables(arguments.GetValue(Variables) ?? []),
            Now = ReadTime(arguments.GetValue(Now)),
        };
        string text = string.Concat(template.Render(prompt).Select(static segment => segment.Text));
        if (arguments.GetValue(Raw))
            await Console.Out.WriteAsync(text).ConfigureAwait(false);
        else
            Console.WriteLine(TerminalText.Lines(text));
        return ExitCode.Done;
    }

    private static async Task<JsonValue> ReadJsonAsync(string path, CancellationToken cancellation)
    {
        byte[] bytes = await UserFile.ReadAsync(path, cancellation).ConfigureAwait(false);
        return JsonReader.TryRead(bytes, out JsonValue? value, out int offset)
            ? value
            : throw new InvalidInputException(InvalidInputKind.Malformed, UserFile.NameOf(path), $"at byte {offset} it is not valid JSON.");
    }

    private static JsonValue ReadVariables(string[] settings)
    {
        var members = ImmutableArray.CreateBuilder<KeyValuePair<string, JsonValue>>();
        foreach (string setting in settings)
        {
            int equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new InvalidInputException(InvalidInputKind.Invalid, "--set", $"'{setting}' is not NAME=VALUE.");
            string text = setting[(equals + 1)..];
            bool isJson = JsonReader.TryRead(System.Text.Encoding.UTF8.GetBytes(text), out JsonValue? value);
            members.Add(new(setting[..equals], isJson ? value! : JsonValue.String(text)));
        }

        return JsonValue.Object(members.ToImmutable());
    }

    private static DateTimeOffset ReadTime(string? text)
    {
        if (text is null)
            return TimeProvider.System.GetUtcNow();
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : throw new InvalidInputException(InvalidInputKind.Invalid, "--now", $"'{text}' is no time; write 2026-01-31 or 2026-01-31T12:00:00Z.");
    }
}
