using System.Collections.Immutable;
using OpenGradient.Models.Tokenizers.Unicode;

namespace OpenGradient.Models.Tokenizers.Patterns;

/// <summary>A regular expression over Unicode code points, as tokenizers use them to cut text into words.</summary>
/// <remarks>
/// Own, because .NET's matches UTF-16 units, so that <c>\p{L}</c> misses every letter above U+FFFF, and because its character
/// classes change with the runtime. Alternatives are tried in order, as Oniguruma, std::regex and Rust's engines do. Immutable.
/// </remarks>
internal sealed class Pattern
{
    private Pattern(string source, ImmutableArray<PatternInstruction> instructions, CodePointSet first)
    {
        Source = source;
        Instructions = instructions;
        First = first;
    }

    /// <summary>The pattern as written.</summary>
    public string Source { get; }

    /// <summary>What <see cref="PatternRun"/> runs.</summary>
    public ImmutableArray<PatternInstruction> Instructions { get; }

    /// <summary>The code points with which a match that is not empty can begin.</summary>
    public CodePointSet First { get; }

    /// <summary>Parses a pattern.</summary>
    /// <exception cref="Primitives.InvalidInputException">It does not parse, is too large, or has something not supported.</exception>
    public static Pattern Parse(string source)
    {
        PatternNode node = PatternParser.Parse(source);
        return new Pattern(source, PatternCompiler.Compile(source, node), PatternFacts.First(node));
    }
}
