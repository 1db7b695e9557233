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
    /// <summary>A grammar as text.</summary>
    public static AnswerGrammar Of(string grammar) => new("grammar", Encoding.UTF8.GetString(CanonicalJson.Serialize(JsonValue.String(grammar))), "");

    /// <summary>What the functions that may be called hold an answer to, if nothing else does; null if none of them is strict.</summary>
    /// <param name="tools">The JSON text of the tools.</param>
    /// <exception cref="InvalidInputException">It is no JSON.</exception>
    public static AnswerGrammar? OfTools(string tools) => AnswerForm.HasStrict(Read(tools, "tools")) ? new("tools", "", tools) : null;

    /// <summary>The grammar.</summary>
    /// <exception cref="InvalidInputException">The texts are none.</exception>
    public Grammar Compile() => Parameter switch
    {
        "grammar" when Read(Text, Parameter) is { Kind: JsonKind.String } text => GrammarText.Parse(text.Text, Parameter),
        "response_format" => AnswerForm.OfFormat(Read(Text, Parameter)),
        "tool_choice" => AnswerForm.OfChoice(Read(Text, Parameter), Read(Tools, "tools")),
        "tools" => AnswerForm.OfTools(Read(Tools, "tools")),
        _ => throw Error(Parameter),
    };

    private static JsonValue Read(string text, string parameter) => JsonReader.TryRead(Encoding.UTF8.GetBytes(text), out JsonValue? value) ? value : throw Error(parameter);

    private static InvalidInputException Error(string parameter) => new(InvalidInputKind.Invalid, parameter, "An answer cannot be held to this.");
}
