using System.Collections.Immutable;
using System.Text;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>What an answer is held to, as the receipt's leaves have it: spec/exec-1, section 15.</summary>
/// <param name="Parameter"><c>grammar</c>, <c>response_format</c> or <c>tool_choice</c>.</param>
/// <param name="Text">The JSON text of the parameter.</param>
/// <param name="Tools">The JSON text of the tools; empty where they have no part in it.</param>
public sealed record AnswerGrammar(string Parameter, string Text, string Tools)
{
    private static readonly JsonValue AnyArguments = JsonValue.Object(("type", JsonValue.String("object")));

    /// <summary>A grammar as text.</summary>
    public static AnswerGrammar Of(string grammar) => new("grammar", Encoding.UTF8.GetString(CanonicalJson.Serialize(JsonValue.String(grammar))), "");

    /// <summary>The grammar.</summary>
    /// <exception cref="InvalidInputException">The texts are none; the subject is the parameter.</exception>
    public Grammar Compile() => Parameter switch
    {
        "grammar" when Read(Text) is { Kind: JsonKind.String } text => GrammarText.Parse(text.Text, Parameter),
        "response_format" => CompileFormat(Read(Text)),
        "tool_choice" => CompileCalls(Read(Text), Read(Tools)),
        _ => throw Error(),
    };

    private Grammar CompileFormat(JsonValue format) => format.TryGetString("type", out string? type) switch
    {
        true when type == "json_object" => JsonSchemaGrammar.AnyObject(),
        true when type == "json_schema" => JsonSchemaGrammar.Compile(Member(Member(format, "json_schema"), "schema"), "schema"),
        _ => throw Error(),
    };

    private Grammar CompileCalls(JsonValue choice, JsonValue tools)
    {
        string? only = choice is { Kind: JsonKind.String, Text: "required" } ? null : Member(Member(choice, "function"), "name").Text;
        var functions = ImmutableArray.CreateBuilder<(string Name, JsonValue Parameters, string Path)>();
        foreach (JsonValue tool in tools.Kind == JsonKind.Array ? tools.Items : throw Error())
        {
            JsonValue function = Member(tool, "function");
            string name = Member(function, "name").Text;
            JsonValue parameters = function.TryGet("parameters", out JsonValue? given) && given is { Kind: JsonKind.Object, Members.IsEmpty: false } ? given : AnyArguments;
            if (only is null || name == only)
                functions.Add((name, parameters, "tools"));
        }

        return functions.Count > 0 ? JsonSchemaGrammar.Calls(functions.ToImmutable(), ("<tool_call>", "</tool_call>"), isOne: only is not null) : throw Error();
    }

    private JsonValue Member(JsonValue value, string name) => value.TryGet(name, out JsonValue? member) ? member : throw Error();

    private JsonValue Read(string text) => JsonReader.TryRead(Encoding.UTF8.GetBytes(text), out JsonValue? value) ? value : throw Error();

    private InvalidInputException Error() => new(InvalidInputKind.Invalid, Parameter, "An answer cannot be held to this.");
}
