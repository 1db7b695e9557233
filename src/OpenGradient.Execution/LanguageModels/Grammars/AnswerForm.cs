using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>The grammars of what the parameters of a request hold an answer to (spec/exec-1, section 15).</summary>
/// <remarks>A parameter has the form of the OpenAI chat API. Members that no grammar depends on are not read: to refuse them is for who takes the request.</remarks>
public static class AnswerForm
{
    /// <summary>What a call of a tool begins with in an answer: spec/exec-1, section 15.</summary>
    public const string OpenTag = "<tool_call>";

    /// <summary>What it ends with.</summary>
    public const string CloseTag = "</tool_call>";

    private static readonly (string Open, string Close) Tags = (OpenTag, CloseTag);

    private static readonly JsonValue AnyArguments = JsonValue.Object(("type", JsonValue.String("object")));

    /// <summary>The grammar of a <c>response_format</c>.</summary>
    /// <exception cref="InvalidInputException">It is malformed, or asks for what grammars here cannot say; the subject is the place.</exception>
    public static Grammar OfFormat(JsonValue format)
    {
        const string Path = "response_format";
        return Text(format, "type", Path) switch
        {
            "json_object" => JsonSchemaGrammar.AnyObject(),
            "json_schema" => JsonSchemaGrammar.Compile(Member(Member(format, "json_schema", Path), "schema", Path + ".json_schema"), Path + ".json_schema.schema"),
            _ => throw new InvalidInputException(InvalidInputKind.Unsupported, Path + ".type", "The types are 'text', 'json_object' and 'json_schema', and 'text' has no grammar."),
        };
    }

    /// <summary>The grammar of a <c>tool_choice</c> that asks for calls.</summary>
    /// <param name="choice"><c>required</c>, or a function by its name.</param>
    /// <param name="tools">The functions.</param>
    /// <exception cref="InvalidInputException">As for <see cref="OfFormat"/>; or there is no such function.</exception>
    public static Grammar OfChoice(JsonValue choice, JsonValue tools)
    {
        string? name = choice is { Kind: JsonKind.String, Text: "required" } ? null : Text(Member(choice, "function", "tool_choice"), "name", "tool_choice.function");
        ImmutableArray<(string Name, JsonValue Parameters, string Path)> functions = [.. Functions(tools, static _ => true).Where(function => name is null || function.Name == name)];
        return functions.IsEmpty
            ? throw new InvalidInputException(InvalidInputKind.Invalid, name is null ? "tools" : "tool_choice.function.name", name is null ? "There is no function to call." : "None of the 'tools' has this name.")
            : ToolCallGrammar.Calls(functions, Tags, isOne: name is not null);
    }

    /// <summary>The grammar of an answer that is free to call functions, of which some are held to their schema.</summary>
    /// <exception cref="InvalidInputException">As for <see cref="OfFormat"/>.</exception>
    public static Grammar OfTools(JsonValue tools) => ToolCallGrammar.TextWithCalls(Functions(tools, IsStrict), Tags);

    /// <summary>Whether any of the functions is held to its schema where the model is free to call it.</summary>
    public static bool HasStrict(JsonValue tools) =>
        tools.Kind == JsonKind.Array && tools.Items.Any(static tool => tool.TryGet("function", out JsonValue? function) && IsStrict(function));

    private static bool IsStrict(JsonValue function) => function.TryGet("strict", out JsonValue? strict) && strict.Kind == JsonKind.True;

    /// <summary>The functions. The arguments of those that are not held to their schema are any object.</summary>
    private static ImmutableArray<(string Name, JsonValue Parameters, string Path)> Functions(JsonValue tools, Func<JsonValue, bool> isHeld)
    {
        if (tools.Kind != JsonKind.Array)
            throw new InvalidInputException(InvalidInputKind.Invalid, "tools", "This must be an array.");
        var functions = ImmutableArray.CreateBuilder<(string, JsonValue, string)>(tools.Items.Length);
        for (int index = 0; index < tools.Items.Length; index++)
        {
            string path = $"tools[{index}].function";
            JsonValue function = Member(tools.Items[index], "function", $"tools[{index}]");
            functions.Add((Text(function, "name", path), isHeld(function) ? Parameters(function, path + ".parameters") : AnyArguments, path + ".parameters"));
        }

        return functions.MoveToImmutable();
    }

    /// <summary>Arguments are an object: nothing else is a call.</summary>
    private static JsonValue Parameters(JsonValue function, string path)
    {
        if (!function.TryGet("parameters", out JsonValue? parameters) || parameters is not { Kind: JsonKind.Object, Members.IsEmpty: false })
            return AnyArguments;
        return parameters.TryGetString("type", out string? type) && type == "object"
            ? parameters
            : throw new InvalidInputException(InvalidInputKind.Unsupported, path + ".type", "Arguments are of type 'object'.");
    }

    private static JsonValue Member(JsonValue owner, string name, string path) => owner.TryGet(name, out JsonValue? value)
        ? value
        : throw new InvalidInputException(InvalidInputKind.Invalid, $"{path}.{name}", $"The member '{name}' is missing.");

    private static string Text(JsonValue owner, string name, string path) => Member(owner, name, path) is { Kind: JsonKind.String } text
        ? text.Text
        : throw new InvalidInputException(InvalidInputKind.Invalid, $"{path}.{name}", "This must be a string.");
}
