using System.Collections.Immutable;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Models.Templates;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>Makes a grammar of what an answer is held to.</summary>
internal static class ChatGrammar
{
    private static readonly JsonValue AnyArguments = JsonValue.Object(("type", JsonValue.String("object")));

    /// <exception cref="InvalidInputException">It is malformed, or asks for what grammars here cannot say; the subject is the place.</exception>
    public static Grammar Compile(ChatConstraint constraint, ChatTools? tools, ChatTemplate? template) => constraint.Parameter switch
    {
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
        if (tools is null)
            throw JsonMembers.Invalid("tool_choice", "There are no 'tools' to choose from.");
        if (template?.Source.Contains(ToolCallParser.OpenTag, StringComparison.Ordinal) != true)
            throw JsonMembers.Unsupported("tool_choice", $"Only models whose template writes calls as {ToolCallParser.OpenTag} can be made to call a tool.");
        string? name = ReadName(choice);
        var functions = ImmutableArray.CreateBuilder<(string, JsonValue, string)>();
        for (int index = 0; index < tools.Json.Items.Length; index++)
        {
            JsonValue function = JsonMembers.Required(tools.Json.Items[index], "function", $"tools[{index}].function");
            string functionName = JsonMembers.Text(JsonMembers.Required(function, "name", $"tools[{index}].function.name"), $"tools[{index}].function.name");
            if (name is null || functionName == name)
                functions.Add((functionName, ReadParameters(function, $"tools[{index}].function.parameters"), $"tools[{index}].function.parameters"));
        }

        return functions.Count > 0
            ? JsonSchemaGrammar.Calls(functions.ToImmutable(), (ToolCallParser.OpenTag, ToolCallParser.CloseTag), isOne: name is not null)
            : throw JsonMembers.Invalid("tool_choice.function.name", "None of the 'tools' has this name.");
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
