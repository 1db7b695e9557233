using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace OpenGradient.Primitives;

/// <summary>One JSON value: plain data, read by <see cref="JsonReader"/>, written by <see cref="CanonicalJson"/>.</summary>
public sealed class JsonValue
{
    private JsonValue(JsonKind kind) => Kind = kind;

    /// <summary>The literal <c>null</c>.</summary>
    public static JsonValue Null { get; } = new(JsonKind.Null);

    /// <summary>The literal <c>true</c>.</summary>
    public static JsonValue True { get; } = new(JsonKind.True);

    /// <summary>The literal <c>false</c>.</summary>
    public static JsonValue False { get; } = new(JsonKind.False);

    /// <summary>What this value is; it decides which of the properties below mean something.</summary>
    public JsonKind Kind { get; }

    /// <summary>The string, or the text of the number; empty for every other kind.</summary>
    public string Text { get; private init; } = "";

    /// <summary>The elements of an array; empty for every other kind.</summary>
    public ImmutableArray<JsonValue> Items { get; private init; } = [];

    /// <summary>The members of an object, in the order in which they were written; empty for every other kind.</summary>
    public ImmutableArray<KeyValuePair<string, JsonValue>> Members { get; private init; } = [];

    /// <summary>A string value.</summary>
    public static JsonValue String(string text) => new(JsonKind.String) { Text = text };

    /// <summary>A number, given as its JSON text.</summary>
    public static JsonValue Number(string text) => new(JsonKind.Number) { Text = text };

    /// <summary>An array value.</summary>
    public static JsonValue Array(params ImmutableArray<JsonValue> items) => new(JsonKind.Array) { Items = items };

    /// <summary>An object value; the names must differ.</summary>
    public static JsonValue Object(params ImmutableArray<KeyValuePair<string, JsonValue>> members) => new(JsonKind.Object) { Members = members };

    /// <summary>An object value, written as <c>JsonValue.Object(("name", value), …)</c>; the names must differ.</summary>
    public static JsonValue Object(params ReadOnlySpan<(string Name, JsonValue Value)> members)
    {
        var pairs = ImmutableArray.CreateBuilder<KeyValuePair<string, JsonValue>>(members.Length);
        foreach ((string name, JsonValue value) in members)
            pairs.Add(new(name, value));
        return new(JsonKind.Object) { Members = pairs.MoveToImmutable() };
    }

    /// <summary>Finds a member of an object; false if this is no object or has no such member.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out JsonValue? value)
    {
        foreach ((string memberName, JsonValue memberValue) in Members)
        {
            if (!string.Equals(memberName, name, StringComparison.Ordinal))
                continue;
            value = memberValue;
            return true;
        }

        value = null;
        return false;
    }

    /// <summary>Finds a member that is a string; false if it is missing or something else.</summary>
    public bool TryGetString(string name, [NotNullWhen(true)] out string? text)
    {
        text = TryGet(name, out JsonValue? value) && value.Kind == JsonKind.String ? value.Text : null;
        return text is not null;
    }
}
