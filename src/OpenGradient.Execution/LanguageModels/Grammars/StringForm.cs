using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>What a set of schemas says of a string.</summary>
/// <param name="Least">How many code points it has at least.</param>
/// <param name="Most">How many at most; null for any number, a most below the least if there is no such string.</param>
/// <param name="Patterns">Those of <c>pattern</c> and <c>format</c>: all accept it.</param>
internal sealed record StringForm(int Least, int? Most, ImmutableArray<CharacterAutomaton> Patterns)
{
    /// <summary>Takes the keywords of strings.</summary>
    /// <exception cref="InvalidInputException">A keyword has not its form, or a pattern or format is not supported; the subject is its path.</exception>
    public static StringForm Of(SchemaKeywords keywords, CompileBudget budget)
    {
        (int least, int? most) = keywords.TakeCounts("minLength", "maxLength");
        return new(least, most, [.. keywords.Take("pattern").Select(part => Compile(SchemaKeywords.Text(part), part.Path, budget)), .. keywords.Take("format").Select(part => Format(part, budget))]);
    }

    /// <summary>The one string.</summary>
    public static StringForm Of(string text, CompileBudget budget) => new(0, null, [CharacterAutomaton.OfText(text, budget)]);

    /// <summary>Whether no string has it.</summary>
    public bool IsImpossible => Most < Least;

    /// <summary>Whether it says something of the length.</summary>
    public bool HasLengths => (Least, Most) != (0, null);

    /// <summary>The patterns, and one of the length where something is said of it.</summary>
    public ImmutableArray<CharacterAutomaton> Automata(CompileBudget budget) => HasLengths ? Patterns.Add(CharacterAutomaton.OfLength(Least, Most, budget)) : Patterns;

    /// <summary>Whether no string has both.</summary>
    public bool IsApartFrom(StringForm other, CompileBudget budget)
    {
        int? most = Most is { } mine && other.Most is { } theirs ? Math.Min(mine, theirs) : Most ?? other.Most;
        var both = new StringForm(Math.Max(Least, other.Least), most, [.. Patterns, .. other.Patterns]);
        return both.IsImpossible || (!both.Patterns.IsEmpty && !CharacterAutomaton.OfAll(both.Automata(budget), budget).Accepts.Contains(true));
    }

    private static CharacterAutomaton Compile(string pattern, string path, CompileBudget budget) => PatternCompiler.Compile(PatternReader.Read(pattern, path), budget);

    private static CharacterAutomaton Format(SchemaPart part, CompileBudget budget) => StringFormats.Find(SchemaKeywords.Text(part)) is { } pattern
        ? Compile(pattern, part.Path, budget)
        : throw new InvalidInputException(InvalidInputKind.Unsupported, part.Path, $"The formats here are {StringFormats.Names}; ignoring another would break its promise.");
}
