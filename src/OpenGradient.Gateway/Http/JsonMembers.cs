using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway;

/// <summary>Reads members of parsed JSON and says by their path what is wrong with them. A member that is null counts as absent.</summary>
internal static class JsonMembers
{
    public static JsonValue? Optional(JsonValue owner, string name) =>
        owner.TryGet(name, out JsonValue? value) && value.Kind != JsonKind.Null ? value : null;

    public static JsonValue Required(JsonValue owner, string name, string path) =>
        Optional(owner, name) ?? throw Invalid(path, $"The member '{name}' is missing.");

    public static string Text(JsonValue value, string path) =>
        value.Kind == JsonKind.String ? value.Text : throw Invalid(path, "This must be a string.");

    public static string? OptionalText(JsonValue owner, string name, string path) =>
        Optional(owner, name) is { } value ? Text(value, path) : null;

    public static string? OptionalNumber(JsonValue owner, string name)
    {
        if (Optional(owner, name) is not { } value)
            return null;
        if (value.Kind != JsonKind.Number)
            throw Invalid(name, "This must be a number.");

        // A receipt states settings as the client sent them, and has a form for numbers.
        return TextForm.IsNumber(value.Text) ? value.Text : throw Invalid(name, "This must be a number of at most 32 characters.");
    }

    public static bool Flag(JsonValue owner, string name, string path) => Optional(owner, name)?.Kind switch
    {
        null or JsonKind.False => false,
        JsonKind.True => true,
        _ => throw Invalid(path, "This must be true or false."),
    };

    public static ImmutableArray<JsonValue> Items(JsonValue value, string path) =>
        value.Kind == JsonKind.Array ? value.Items : throw Invalid(path, "This must be an array.");

    public static JsonValue Object(JsonValue value, string path) =>
        value.Kind == JsonKind.Object ? value : throw Invalid(path, "This must be an object.");

    /// <summary>Refuses members that are not in the list, naming the first.</summary>
    public static void RequireKnown(JsonValue owner, string path, params ReadOnlySpan<string> known)
    {
        foreach ((string name, JsonValue value) in owner.Members)
        {
            if (!known.Contains(name) && value.Kind != JsonKind.Null)
                throw Unsupported(path.Length == 0 ? name : $"{path}.{name}", "This server does not have this parameter, and ignoring it could change the answer.");
        }
    }

    public static InvalidInputException Invalid(string path, string message) => new(InvalidInputKind.Invalid, Gateway.Text.Shorten(path), message);

    public static InvalidInputException Unsupported(string path, string message) => new(InvalidInputKind.Unsupported, Gateway.Text.Shorten(path), message);
}
