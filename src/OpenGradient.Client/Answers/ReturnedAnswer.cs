using System.Collections.Immutable;
using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Client;

/// <summary>One answer as a body in one piece shows it: what has to be what its receipt commits to.</summary>
/// <param name="Text">The text.</param>
/// <param name="Calls">The calls of tools.</param>
internal sealed record ReturnedAnswer(string Text, ImmutableArray<ShownCall> Calls)
{
    /// <summary>Whether the leaf of what was returned says the same.</summary>
    public bool IsAs(AnswerLeaf leaf) =>
        leaf.Text == Text && leaf.Calls.Length == Calls.Length && leaf.Calls.Zip(Calls).All(static pair => IsSame(pair.First, pair.Second));

    /// <summary>Arguments are JSON: one API gives them as an object, the others as its text.</summary>
    private static bool IsSame(ShownCall committed, ShownCall shown) =>
        committed.Id == shown.Id && committed.Name == shown.Name
        && (committed.Arguments == shown.Arguments || (Canonical(committed.Arguments) is { } text && text == Canonical(shown.Arguments)));

    private static string? Canonical(string json) =>
        JsonReader.TryRead(Encoding.UTF8.GetBytes(json), out JsonValue? value) ? Encoding.UTF8.GetString(CanonicalJson.Serialize(value)) : null;
}
