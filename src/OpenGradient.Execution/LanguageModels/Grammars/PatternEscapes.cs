namespace OpenGradient.Execution.LanguageModels;

/// <summary>What escapes of one letter stand for in patterns (ECMA-262 §22.2).</summary>
internal static class PatternEscapes
{
    private const string Syntax = "^$\\.*+?()[]{}|/";

    private static readonly CodePointSet Digits = CodePointSet.Of(('0', '9'));

    private static readonly CodePointSet Words = CodePointSet.Of(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z'));

    // ECMA-262 §12.2 white space and §12.3 line terminators.
    private static readonly CodePointSet Spaces = CodePointSet.Of(
        ('\t', '\r'), (' ', ' '), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF));

    /// <summary>What '.' does not stand for.</summary>
    public static CodePointSet LineEnds { get; } = CodePointSet.Of(('\n', '\n'), ('\r', '\r'), (0x2028, 0x2029));

    /// <summary>The characters of an escape; null if one letter does not say it.</summary>
    public static CodePointSet? Find(char letter, bool isInClass) => letter switch
    {
        'd' => Digits,
        'D' => Digits.Invert(),
        'w' => Words,
        'W' => Words.Invert(),
        's' => Spaces,
        'S' => Spaces.Invert(),
        'n' => CodePointSet.Of('\n'),
        'r' => CodePointSet.Of('\r'),
        't' => CodePointSet.Of('\t'),
        'f' => CodePointSet.Of('\f'),
        'v' => CodePointSet.Of('\v'),
        '0' => CodePointSet.Of('\0'),
        'b' when isInClass => CodePointSet.Of('\b'),
        '-' => CodePointSet.Of('-'),
        _ when Syntax.Contains(letter, StringComparison.Ordinal) => CodePointSet.Of(letter),
        _ => null,
    };
}
