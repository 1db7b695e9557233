using System.Collections.Immutable;
using System.Text;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>What an answer is held to, as the receipt's leaves have it: spec/exec-1, section 15.</summary>
/// <param name="Parameter"><c>grammar</c>, <c>response_format</c>, <c>tool_choice</c>, or <c>tools</c> where only strict functions hold it to something.</param>
/// <param name="Text">The JSON text of the parameter; empty for <c>tools</c>.</param>
/// <param name="Tools">The JSON text of the tools; empty where they have no part in it.</param>
public sealed record AnswerGrammar(string Parameter, string Text, string Tools)
{
    private static readonly (string Open, string Close) Tags = ("<tool_call>", "</tool_call>");

    private static readonly JsonValue AnyArguments = JsonValue.Object(("type", JsonValue.String("object")));

    /// <summary>A grammar as text.</summary>
    public static AnswerGrammar Of(string grammar) => new("grammar", Encoding.UTF8.GetString(CanonicalJson.Serialize(JsonValue.String(grammar))), "");

    /// <summary>What the functions that may be called hold an answer to, if nothing else does; null if none of them is strict.</summary>
    /// <param name="tools">The JSON text of the tools.</param>
    public static AnswerGrammar? OfTools(string tools)
    {
        var grammar = new AnswerGrammar("tools", "", tools);
        return grammar.Items(grammar.Read(tools)).Any(tool => IsStrict(grammar.Member(tool, "function"))) ? grammar : null;
    }

    /// <summary>The grammar.</summary>
    /// <exception cref="InvalidInputException">The texts are none; the subject is the parameter.</exception>
    public Grammar Compile() => Parameter switch
    {
        "grammar" when Read(Text) is { Kind: JsonKind.String } text => GrammarText.Parse(text.Text, Parameter),
        "response_format" => CompileFormat(Read(Text)),
        "tool_choice" => CompileCalls(Read(Text), Read(Tools)),
        "tools" => ToolCallGrammar.TextWithCalls(Functions(Read(Tools), IsStrict), Tags),
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
        ImmutableArray<(string Name, JsonValue Parameters, string Path)> functions = [.. Functions(tools, static _ => true).Where(function => only is null || function.Name == only)];
        return functions.IsEmpty ? throw Error() : ToolCallGrammar.Calls(functions, Tags, isOne: only is not null);
    }

    /// <summary>The arguments of a function that is not held to its schema are any object.</summary>
    private ImmutableArray<(string Name, JsonValue Parameters, string Path)> Functions(JsonValue tools, Func<JsonValue, bool> isHeld)
    {
        var functions = ImmutableArray.CreateBuilder<(string, JsonValue, string)>();
        foreach (JsonValue tool in Items(tools))
        {
            JsonValue function = Member(tool, "function");
            bool hasSchema = function.TryGet("parameters", out JsonValue? given) && given is { Kind: JsonKind.Object, Members.IsEmpty: false };
            functions.Add((Member(function, "name").Text, hasSchema && isHeld(function) ? given! : AnyArguments, "tools"));
        }

        return functions.ToImmutable();
    }

    private static bool IsStrict(JsonValue function) => function.TryGet("strict", out JsonValue? strict) && strict.Kind == JsonKind.True;

    private ImmutableArray<JsonValue> Items(JsonValue tools) => tools.Kind == JsonKind.Array ? tools.Items : throw Error();

    private JsonValue Member(JsonValue value, string name) => value.TryGet(name, out JsonValue? member) ? member : throw Error();

    private JsonValue Read(string text) => JsonReader.TryRead(Encoding.UTF8.GetBytes(text), out JsonValue? value) ? value : throw Error();

    private InvalidInputException Error() => new(InvalidInputKind.Invalid, Parameter, "An answer cannot be held to this.");
}
