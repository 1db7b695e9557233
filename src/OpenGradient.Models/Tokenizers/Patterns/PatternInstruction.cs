using OpenGradient.Models.Tokenizers.Unicode;

namespace OpenGradient.Models.Tokenizers.Patterns;

/// <summary>An instruction of a compiled pattern.</summary>
internal sealed record PatternInstruction(PatternOperation Operation)
{
    /// <summary>The code points meant.</summary>
    public CodePointSet Set { get; init; } = CodePointSet.Empty;

    /// <summary>Of a run, the code points that may come next; all if what comes next may be nothing.</summary>
    public CodePointSet Follow { get; init; } = CodePointSet.All;

    /// <summary>Where else to go on.</summary>
    public int Target { get; set; }

    /// <summary>The fewest code points of a run.</summary>
    public int Least { get; init; }

    /// <summary>The most code points of a run.</summary>
    public int Most { get; init; }
}
