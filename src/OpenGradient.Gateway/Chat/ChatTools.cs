using System.Collections.Immutable;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Models.Templates;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>The tools of a request, in the form of the OpenAI chat API: as the model sees them, and the text that the receipt commits to.</summary>
/// <param name="Json">The array, parsed.</param>
/// <param name="Text">The bytes of the array: as the client sent them, or as they were translated from another API.</param>
internal sealed record ChatTools(JsonValue Json, byte[] Text)
{
    /// <summary>Whether the arguments of any of the functions are held to its schema even where the model is free to call it.</summary>
    public bool IsStrict => AnswerForm.HasStrict(Json);

    /// <summary>Functions that came by another API.</summary>
    public static ChatTools Translate(ImmutableArray<JsonValue> functions)
    {
        JsonValue tools = JsonValue.Array([.. functions.Select(static function => JsonValue.Object(("type", JsonValue.String("function")), ("function", function)))]);
        return new(tools, JsonText.WriteBytes(tools));
    }

    /// <summary>A function; what is null or false is left out.</summary>
    public static JsonValue Function(string name, string? description, JsonValue? parameters, bool isStrict)
    {
        var members = ImmutableArray.CreateBuilder<KeyValuePair<string, JsonValue>>(4);
        members.Add(new("name", JsonValue.String(name)));
        if (description is not null)
            members.Add(new("description", JsonValue.String(description)));
        if (parameters is not null)
            members.Add(new("parameters", parameters));
        if (isStrict)
            members.Add(new("strict", JsonValue.True));
        return JsonValue.Object(members.ToImmutable());
    }
}
