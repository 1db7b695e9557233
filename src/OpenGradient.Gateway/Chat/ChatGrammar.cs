using System.Collections.Immutable;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Models.Templates;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>Makes a grammar of what an answer is held to.</summary>
internal static class ChatGrammar
{
    private static readonly (string Open, string Close) Tags = (ToolCallParser.OpenTag, ToolCallParser.CloseTag);

    private static readonly JsonValue AnyArguments = JsonValue.Object(("type", JsonValue.String("object")));

    /// <summary>Whether a request holds its answer to a form: it says so, or a function that may be called is strict.</summary>
    public static bool IsHeld(ChatRequest request) => request.Constraint is not null || request.Tools is { IsStrict: true };

    /// <param name="constraint">What the answer is held to; null where only calls are, if there are any.</param>
    /// <param name="tools">The functions that may be called.</param>
    /// <param name="template">How the model writes calls.</param>
    /// <exception cref="InvalidInputException">It is malformed, or asks for what grammars here cannot say; the subject is the place.</exception>
    public static Grammar Compile(ChatConstraint? constraint, ChatTools? tools, ChatTemplate? template) => constraint?.Parameter switch
    {
        null => ToolCallGrammar.TextWithCalls(ReadFunctions(tools, template, "tools", static function => ChatTools.IsStrictFunction(function)), Tags),
        "grammar" when tools is { IsStrict: true } => throw JsonMembers.Invalid("grammar", "It contradicts a function that is 'strict': an answer is held to one form."),
        "grammar" => GrammarText.Parse(JsonMembers.Text(constraint.Json, "grammar"), "grammar"),
        "response_format" => CompileFormat(constraint.Json),
        "tool_choice" => CompileCalls(constraint.Json, tools, template),
        _ => throw JsonMembers.Unsupported(constraint.Parameter, "No parameter of this name holds an answer to a form."),
    };

    private static Grammar CompileFormat(JsonValue format)
    {
        string type = JsonMembers.Text(JsonMembers.Required(JsonMembers.Object(format, "response_format"), "type", "response_format.type"), "response_format.type");
        if (type == "json_object")
            return JsonSchemaGrammar.AnyObject();
        if (type != "json_schema")
            throw JsonMembers.Unsupported("response_format.type", "This server takes 'text', 'json_object' and 'json_schema'.");
        const string Path = "response_format.json_schema";
        JsonValue definition = JsonMembers.Object(JsonMembers.Required(format, "json_schema", Path), Path);
        JsonMembers.RequireKnown(definition, Path, "name", "description", "schema", "strict");
        return JsonSchemaGrammar.Compile(JsonMembers.Required(definition, "schema", Path + ".schema"), Path + ".schema");
    }

    private static Grammar CompileCalls(JsonValue choice, ChatTools? tools, ChatTemplate? template)
    {
        string? name = ReadName(choice);
        ImmutableArray<(string Name, JsonValue Parameters, string Path)> functions =
            [.. ReadFunctions(tools, template, "tool_choice", static _ => true).Where(function => name is null || function.Name == name)];
        return functions.IsEmpty
            ? throw JsonMembers.Invalid("tool_choice.function.name", "None of the 'tools' has this name.")
            : ToolCallGrammar.Calls(functions, Tags, isOne: name is not null);
    }

    /// <summary>The functions that may be called. The arguments of those that are not held to their schema are any object.</summary>
    private static ImmutableArray<(string Name, JsonValue Parameters, string Path)> ReadFunctions(
        ChatTools? tools, ChatTemplate? template, string parameter, Func<JsonValue, bool> isHeld)
    {
        if (tools is null)
            throw JsonMembers.Invalid(parameter, "There are no 'tools' to choose from.");
        if (template?.Source.Contains(ToolCallParser.OpenTag, StringComparison.Ordinal) != true)
            throw JsonMembers.Unsupported(parameter, $"Only calls of models whose template writes them as {ToolCallParser.OpenTag} can be forced or held to a schema.");
        var functions = ImmutableArray.CreateBuilder<(string, JsonValue, string)>();
        for (int index = 0; index < tools.Json.Items.Length; index++)
        {
            string path = $"tools[{index}].function";
            JsonValue function = JsonMembers.Required(tools.Json.Items[index], "function", path);
            string name = JsonMembers.Text(JsonMembers.Required(function, "name", path + ".name"), path + ".name");
            functions.Add((name, isHeld(function) ? ReadParameters(function, path + ".parameters") : AnyArguments, path + ".parameters"));
        }

        return functions.ToImmutable();
    }

    /// <summary>The one function to call; null for any.</summary>
    private static string? ReadName(JsonValue choice)
    {
        if (choice is { Kind: JsonKind.String, Text: "required" })
            return null;
        if (!choice.TryGetString("type", out string? type) || type != "function")
            throw JsonMembers.Unsupported("tool_choice", "This server takes 'auto', 'none', 'required' and a function by its name.");
        JsonValue function = JsonMembers.Object(JsonMembers.Required(choice, "function", "tool_choice.function"), "tool_choice.function");
        return JsonMembers.Text(JsonMembers.Required(function, "name", "tool_choice.function.name"), "tool_choice.function.name");
    }

    /// <summary>Arguments are an object: nothing else is a call.</summary>
    private static JsonValue ReadParameters(JsonValue function, string path)
    {
        if (JsonMembers.Optional(function, "parameters") is not { Members.IsEmpty: false } parameters)
            return AnyArguments;
        return parameters.TryGetString("type", out string? type) && type == "object"
            ? parameters
            : throw JsonMembers.Unsupported(path + ".type", "Arguments are of type 'object'.");
    }
}
