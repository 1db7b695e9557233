using System.Diagnostics.CodeAnalysis;

namespace OpenGradient.Models.Tokenizers.Unicode;

/// <summary>The sets of code points that patterns name.</summary>
internal static class CodePointSets
{
    private static readonly string[] Abbreviations =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc",
        "Cf", "Cs", "Co", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn",
    ];

    /// <summary><c>\s</c>: the property White_Space.</summary>
    public static CodePointSet WhiteSpace { get; } = CodePointSet.Of(
        (0x09, 0x0D), (0x20, 0x20), (0x85, 0x85), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F),
        (0x205F, 0x205F), (0x3000, 0x3000));

    /// <summary><c>\d</c>.</summary>
    public static CodePointSet Digits { get; } = Category("Nd");

    /// <summary><c>\w</c> of Oniguruma: letters, marks, numbers and connecting punctuation.</summary>
    public static CodePointSet Words { get; } = OfCategories(static name => name[0] is 'L' or 'M' or 'N' || name is "Pc");

    /// <summary><c>\w</c> of Unicode Technical Standard 18: alphabetic, marks, decimal digits, connecting punctuation, joiners.</summary>
    public static CodePointSet AlphabeticWords { get; } = OfCategories(static name => name[0] is 'L' or 'M' || name is "Nd" or "Nl" or "Pc")
        .Union(CodePointSet.Of((0x24B6, 0x24E9), (0x1F130, 0x1F149), (0x1F150, 0x1F169), (0x1F170, 0x1F189), (0x200C, 0x200D)));

    /// <summary><c>\p{N}</c>.</summary>
    public static CodePointSet Numbers { get; } = Category("N");

    /// <summary><c>\p{P}</c>.</summary>
    public static CodePointSet Punctuation { get; } = Category("P");

    /// <summary><c>\p{Mn}</c>: marks that take no place of their own.</summary>
    public static CodePointSet NonSpacingMarks { get; } = Category("Mn");

    /// <summary>Control, format and private code points.</summary>
    public static CodePointSet Controls { get; } = OfCategories(static name => name is "Cc" or "Cf" or "Co" or "Cs");

    /// <summary><c>\p{Han}</c>: the script of Chinese characters.</summary>
    public static CodePointSet Han { get; } = CodePointSet.Of(
        (0x2E80, 0x2E99), (0x2E9B, 0x2EF3), (0x2F00, 0x2FD5), (0x3005, 0x3005), (0x3007, 0x3007), (0x3021, 0x3029), (0x3038, 0x303B),
        (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFA6D), (0xFA70, 0xFAD9), (0x16FE2, 0x16FE3), (0x16FF0, 0x16FF1), (0x20000, 0x2A6DF),
        (0x2A700, 0x2B739), (0x2B740, 0x2B81D), (0x2B820, 0x2CEA1), (0x2CEB0, 0x2EBE0), (0x2F800, 0x2FA1D), (0x30000, 0x3134A), (0x31350, 0x323AF));

    /// <summary>The set that <c>\p{…}</c> names: a category such as <c>L</c> or <c>Lu</c>, or <c>Han</c>.</summary>
    public static bool TryGet(string name, [NotNullWhen(true)] out CodePointSet? set)
    {
        set = name switch
        {
            "Han" or "Script=Han" => Han,
            "L&" or "LC" => OfCategories(static category => category is "Lu" or "Ll" or "Lt"),
            "White_Space" => WhiteSpace,
            _ when name.Length == 2 && Array.IndexOf(Abbreviations, name) >= 0 => Category(name),
            _ when name.Length == 1 && "LMNZCPS".Contains(name[0], StringComparison.Ordinal) => Category(name),
            _ => null,
        };
        return set is not null;
    }

    private static CodePointSet Category(string prefix) => OfCategories(name => name.StartsWith(prefix, StringComparison.Ordinal));

    private static CodePointSet OfCategories(Func<string, bool> isWanted) =>
        CodePointSet.Of(UnicodeTable.RangesOf(category => isWanted(Abbreviations[(int)category])));
}
