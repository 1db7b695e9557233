using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>Reads members of events, and finds those that may show something and are not known.</summary>
internal static class EventMembers
{
    /// <summary>Whether an object has no member but these; others that are <c>null</c> do not count.</summary>
    public static bool HasOnly(JsonValue json, params ReadOnlySpan<string> names)
    {
        if (json.Kind != JsonKind.Object)
            return false;
        foreach ((string name, JsonValue value) in json.Members)
        {
            if (value.Kind != JsonKind.Null && !names.Contains(name))
                return false;
        }

        return true;
    }

    /// <summary>A member that is a string; the empty text if it is absent or <c>null</c>, false if it is something else.</summary>
    public static bool TryText(JsonValue json, string name, out string text)
    {
        text = "";
        if (!json.TryGet(name, out JsonValue? value) || value.Kind == JsonKind.Null)
            return true;
        text = value.Text;
        return value.Kind == JsonKind.String;
    }

    /// <summary>A member that is a whole number from 0; 0 if it is absent.</summary>
    public static bool TryIndex(JsonValue json, string name, out long index)
    {
        index = 0;
        return !json.TryGet(name, out JsonValue? value) || (value.Kind == JsonKind.Number && TextForm.TryReadCount(value.Text, out index));
    }

    /// <summary>A member that is an array.</summary>
    public static bool TryItems(JsonValue json, string name, out ImmutableArray<JsonValue> items)
    {
        items = json.TryGet(name, out JsonValue? list) ? list.Items : [];
        return list is { Kind: JsonKind.Array };
    }

    /// <summary>A member that is an object.</summary>
    public static bool TryObject(JsonValue json, string name, [NotNullWhen(true)] out JsonValue? value) => json.TryGet(name, out value) && value.Kind == JsonKind.Object;
}
