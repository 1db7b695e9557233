using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>One call of a tool that a model asks for.</summary>
/// <param name="Id">How the client names it when it brings the result.</param>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">The arguments as JSON text, as the model wrote them.</param>
public sealed record ToolCall(string Id, string Name, string Arguments)
{
    /// <summary>The call in the form of the OpenAI API.</summary>
    public JsonValue ToJson() => ToJson(Id, Name, Arguments);

    internal static JsonValue ToJson(string id, string name, string arguments) => JsonValue.Object(
        ("id", JsonValue.String(id)),
        ("type", JsonValue.String("function")),
        ("function", JsonValue.Object(("name", JsonValue.String(name)), ("arguments", JsonValue.String(arguments)))));
}
