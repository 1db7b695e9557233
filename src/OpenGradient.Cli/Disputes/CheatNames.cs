using OpenGradient.Execution.Disputes;

namespace OpenGradient.Cli.Disputes;

/// <summary>The kinds of cheats as they are typed: <c>skip-step</c> for <see cref="CheatKind.SkipStep"/>.</summary>
internal static class CheatNames
{
    private static readonly SortedDictionary<string, CheatKind> Kinds = new(Enum.GetValues<CheatKind>().ToDictionary(Name), StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public static IEnumerable<string> All => Kinds.Keys;

    /// <summary>The kind of a name.</summary>
    public static bool TryFind(string name, out CheatKind kind) => Kinds.TryGetValue(name, out kind);

    private static string Name(CheatKind kind) =>
        string.Concat(kind.ToString().Select(static (letter, index) => char.IsUpper(letter) ? (index > 0 ? "-" : "") + char.ToLowerInvariant(letter) : letter.ToString()));
}
