using OpenGradient.Execution.LanguageModels;
using OpenGradient.Models.Templates;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>Makes a grammar of what a request holds its answer to: refuses what this server does not do, and leaves the rest to <see cref="AnswerForm"/>.</summary>
internal static class ChatGrammar
{
    /// <summary>Whether a request holds its answer to a form: it says so, or a function that may be called is strict.</summary>
    public static bool IsHeld(ChatRequest request) => request.Constraint is not null || request.Tools is { IsStrict: true };

    /// <param name="constraint">What the answer is held to; null where only calls are, if there are any.</param>
    /// <param name="tools">The functions that may be called.</param>
    /// <param name="template">How the model writes calls.</param>
    /// <exception cref="InvalidInputException">It is malformed, or asks for what grammars here cannot say; the subject is the place.</exception>
    public static Grammar Compile(ChatConstraint? constraint, ChatTools? tools, ChatTemplate? template) => constraint?.Parameter switch
    {
        null => AnswerForm.OfTools(Callable(tools, template, "tools")),
        "grammar" when tools is { IsStrict: true } => throw JsonMembers.Invalid("grammar", "It contradicts a function that is 'strict': an answer is held to one form."),
        "grammar" => GrammarText.Parse(JsonMembers.Text(constraint.Json, "grammar"), "grammar"),
        "response_format" => AnswerForm.OfFormat(KnownFormat(constraint.Json)),
        "tool_choice" => AnswerForm.OfChoice(KnownChoice(constraint.Json), Callable(tools, template, "tool_choice")),
        _ => throw JsonMembers.Unsupported(constraint.Parameter, "No parameter of this name holds an answer to a form."),
    };

    private static JsonValue KnownFormat(JsonValue format)
    {
        const string Path = "response_format.json_schema";
        if (JsonMembers.Optional(format, "json_schema") is { } definition)
            JsonMembers.RequireKnown(JsonMembers.Object(definition, Path), Path, "name", "description", "schema", "strict");
        return format;
    }

    private static JsonValue KnownChoice(JsonValue choice)
    {
        bool isKnown = choice is { Kind: JsonKind.String, Text: "required" } || (choice.TryGetString("type", out string? type) && type == "function");
        return isKnown ? choice : throw JsonMembers.Unsupported("tool_choice", "This server takes 'auto', 'none', 'required' and a function by its name.");
    }

    /// <summary>The functions, if calls of them are written in the one way that grammars have.</summary>
    private static JsonValue Callable(ChatTools? tools, ChatTemplate? template, string parameter)
    {
        if (tools is null)
            throw JsonMembers.Invalid(parameter, "There are no 'tools' to choose from.");
        return template?.Source.Contains(ToolCallParser.OpenTag, StringComparison.Ordinal) == true
            ? tools.Json
            : throw JsonMembers.Unsupported(parameter, $"Only calls of models whose template writes them as {ToolCallParser.OpenTag} can be forced or held to a schema.");
    }
}
