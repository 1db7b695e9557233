using System.Globalization;
using OpenGradient.Models.Tokenizers.Unicode;

namespace OpenGradient.Models.Tests.Tokenizers;

/// <summary>The project's own Unicode tables beside the runtime's, which are of a later version.</summary>
public sealed class UnicodeTableTests
{
    /// <summary>Later versions add characters, and now and then mend one; nearly all others must agree.</summary>
    private const int MendedLimit = 40;

    [Fact]
    public void Version_IsStated() => Assert.Equal("15.0.0", UnicodeTable.Version);

    [Fact]
    public void Category_OfAssignedCodePoints_IsThatOfTheRuntime()
    {
        int[] different = [.. Enumerable.Range(0, CodePointSet.LastCodePoint + 1)
            .Where(static code => UnicodeTable.Category(code) != UnicodeCategory.OtherNotAssigned)
            .Where(static code => UnicodeTable.Category(code) != CharUnicodeInfo.GetUnicodeCategory(code))];

        Assert.True(different.Length <= MendedLimit, string.Join(' ', different.Select(static code => code.ToString("X4", CultureInfo.InvariantCulture))));
        Assert.Equal(149_186, Enumerable.Range(0, CodePointSet.LastCodePoint + 1).Count(static code =>
            UnicodeTable.Category(code) is not (UnicodeCategory.OtherNotAssigned or UnicodeCategory.Control or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse)));
    }

    /// <summary>From the Unicode Standard's NormalizationTest.txt: source, NFC, NFD, NFKC, NFKD.</summary>
    [Theory]
    [InlineData("\u1E0A", "\u1E0A", "D\u0307", "\u1E0A", "D\u0307")]
    [InlineData("D\u0307\u0323", "\u1E0C\u0307", "D\u0323\u0307", "\u1E0C\u0307", "D\u0323\u0307")]
    [InlineData("\u1E0B\u0323", "\u1E0D\u0307", "d\u0323\u0307", "\u1E0D\u0307", "d\u0323\u0307")]
    [InlineData("\uFDFA", "\uFDFA", "\uFDFA", "\u0635\u0644\u0649 \u0627\u0644\u0644\u0647 \u0639\u0644\u064A\u0647 \u0648\u0633\u0644\u0645", "\u0635\u0644\u0649 \u0627\u0644\u0644\u0647 \u0639\u0644\u064A\u0647 \u0648\u0633\u0644\u0645")]
    [InlineData("\uAC00\u11A8", "\uAC01", "\u1100\u1161\u11A8", "\uAC01", "\u1100\u1161\u11A8")]
    [InlineData("\u0958", "\u0915\u093C", "\u0915\u093C", "\u0915\u093C", "\u0915\u093C")]
    [InlineData("\uFB01\u00BD", "\uFB01\u00BD", "\uFB01\u00BD", "fi1\u20442", "fi1\u20442")]
    [InlineData("a\u0315\u0300\u05AE\u0300\u0062", "\u00E0\u05AE\u0300\u0315\u0062", "a\u05AE\u0300\u0300\u0315\u0062", "\u00E0\u05AE\u0300\u0315\u0062", "a\u05AE\u0300\u0300\u0315\u0062")]
    public void Normalize_Text_IsThatOfTheStandard(string text, string nfc, string nfd, string nfkc, string nfkd)
    {
        Assert.Equal(nfc, Normalization.Normalize(text, isCompatible: false, isComposed: true));
        Assert.Equal(nfd, Normalization.Normalize(text, isCompatible: false, isComposed: false));
        Assert.Equal(nfkc, Normalization.Normalize(text, isCompatible: true, isComposed: true));
        Assert.Equal(nfkd, Normalization.Normalize(text, isCompatible: true, isComposed: false));
    }

    [Fact]
    public void Sets_OfTwo_UniteAndIntersect()
    {
        CodePointSet letters = CodePointSet.Of(('a', 'm'), (0x10000, 0x10010));
        CodePointSet others = CodePointSet.Of(('k', 'z'), (0x10010, 0x10020));

        Assert.Equal([('k', 'm'), (0x10010, 0x10010)], letters.Intersect(others).Ranges);
        Assert.Equal([('a', 'z'), (0x10000, 0x10020)], letters.Union(others).Ranges);
        Assert.True(letters.Contains(0x10005) && !letters.Contains(0x10011) && letters.Complement().Contains(0x10011));
    }
}
