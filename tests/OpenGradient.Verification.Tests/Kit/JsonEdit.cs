using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Tests;

/// <summary>Walks and edits JSON trees; a path is member names and indices with slashes between them.</summary>
internal static class JsonEdit
{
    public static JsonValue Parse(ReadOnlySpan<byte> json) =>
        JsonReader.TryRead(json, out JsonValue? value) ? value : throw new ArgumentException("Not I-JSON.");

    /// <summary>The paths of everything that has no parts: strings, literals, empty arrays and objects.</summary>
    public static ImmutableArray<string> Leaves(JsonValue value) => [.. Walk(value, "").Where(static node => node.IsLeaf).Select(static node => node.Path)];

    /// <summary>The paths of every value but the root.</summary>
    public static ImmutableArray<string> Nodes(JsonValue value) => [.. Walk(value, "").Select(static node => node.Path).Skip(1)];

    public static JsonValue Get(JsonValue root, string path)
    {
        JsonValue found = root;
        foreach (string step in path.Split('/'))
            found = found.Kind == JsonKind.Array ? found.Items[int.Parse(step)] : found.Members.Single(member => member.Key == step).Value;
        return found;
    }

    public static JsonValue Replace(JsonValue root, string path, JsonValue value) => Edit(root, path, _ => [value]);

    public static JsonValue Delete(JsonValue root, string path) => Edit(root, path, static _ => []);

    /// <summary>Writes a member twice, the second time with another value; an element of an array is just repeated.</summary>
    public static JsonValue Duplicate(JsonValue root, string path) => Edit(root, path, static value => [value, value]);

    /// <summary>Adds a member to the object at a path; the empty path is the root.</summary>
    public static JsonValue Add(JsonValue root, string path, string name, JsonValue value)
    {
        JsonValue target = path.Length == 0 ? root : Get(root, path);
        JsonValue extended = JsonValue.Object([.. target.Members, new(name, value)]);
        return path.Length == 0 ? extended : Replace(root, path, extended);
    }

    private static JsonValue Edit(JsonValue node, string path, Func<JsonValue, JsonValue[]> edit)
    {
        int slash = path.IndexOf('/', StringComparison.Ordinal);
        string step = slash < 0 ? path : path[..slash];
        JsonValue[] EditChild(JsonValue child) => slash < 0 ? edit(child) : [Edit(child, path[(slash + 1)..], edit)];
        return node.Kind == JsonKind.Array
            ? JsonValue.Array([.. node.Items.SelectMany((item, index) => index == int.Parse(step) ? EditChild(item) : [item])])
            : JsonValue.Object([.. node.Members.SelectMany(member => member.Key == step
                ? EditChild(member.Value).Select(value => KeyValuePair.Create(step, value))
                : [member])]);
    }

    private static IEnumerable<(string Path, bool IsLeaf)> Walk(JsonValue value, string path)
    {
        yield return (path, value.Items.IsEmpty && value.Members.IsEmpty);
        IEnumerable<(string Step, JsonValue Child)> children = value.Kind == JsonKind.Array
            ? value.Items.Select(static (item, index) => ($"{index}", item))
            : value.Members.Select(static member => (member.Key, member.Value));
        foreach ((string step, JsonValue child) in children)
        {
            foreach (var node in Walk(child, path.Length == 0 ? step : $"{path}/{step}"))
                yield return node;
        }
    }
}
