using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Verification.Tests;

/// <summary>One way of changing one leaf of a JSON tree.</summary>
internal sealed record Mutation(string Name, Func<JsonValue, string, JsonValue?> Apply)
{
    public static Mutation Changed { get; } = new("changed", static (root, path) => Rewrite(root, path, Change));

    public static Mutation Truncated { get; } = new("truncated", static (root, path) => Rewrite(root, path, static text => text.Length == 0 ? null : text[..^1]));

    public static Mutation Lengthened { get; } = new("lengthened", static (root, path) => Rewrite(root, path, static text => text + "0"));

    public static Mutation Deleted { get; } = new("deleted", JsonEdit.Delete);

    public static Mutation Duplicated { get; } = new("duplicated", JsonEdit.Duplicate);

    public static Mutation MadeNumber { get; } = new("made a number", static (root, path) => JsonEdit.Replace(root, path, JsonValue.Number("1")));

    public static Mutation MadeNull { get; } = new("made null", static (root, path) => JsonEdit.Replace(root, path, JsonValue.Null));

    public static Mutation MadeArray { get; } = new("made an array", static (root, path) => JsonEdit.Replace(root, path, JsonValue.Array(JsonEdit.Get(root, path))));

    public static Mutation MadeObject { get; } = new("made an object", static (root, path) => JsonEdit.Replace(root, path, JsonEdit.Parse("{}"u8)));

    /// <summary>Those after which the leaf has not its type any more.</summary>
    public static Mutation[] TypeChanges { get; } = [Deleted, MadeNull, MadeArray, MadeObject];

    public override string ToString() => Name;

    private static JsonValue? Rewrite(JsonValue root, string path, Func<string, string?> rewrite)
    {
        JsonValue leaf = JsonEdit.Get(root, path);
        return leaf.Kind == JsonKind.String && rewrite(leaf.Text) is string text ? JsonEdit.Replace(root, path, JsonValue.String(text)) : null;
    }

    /// <summary>Another character of the same class in the place of the last letter or digit, so that the form stays.</summary>
    private static string Change(string text)
    {
        int at = text.AsSpan().LastIndexOfAnyInRange('0', 'z');
        if (at < 0)
            return text + "x";
        char other = char.IsAsciiDigit(text[at]) ? (text[at] == '1' ? '2' : '1') : (text[at] == 'a' ? 'b' : 'a');
        return string.Concat(text.AsSpan(0, at), [other], text.AsSpan(at + 1));
    }
}
