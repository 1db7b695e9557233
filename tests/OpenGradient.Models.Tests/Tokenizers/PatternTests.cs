using OpenGradient.Models.Tokenizers;
using OpenGradient.Models.Tokenizers.Patterns;
using OpenGradient.Models.Tokenizers.Words;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Tests.Tokenizers;

public sealed class PatternTests
{
    [Theory]
    [InlineData("a|ab", "abab", "a|b|a|b")]
    [InlineData("ab|a", "abaab", "ab|a|ab")]
    [InlineData(@"\p{L}+", "añ中𝐀1", "añ中𝐀|1")]
    [InlineData(@"[\p{L}&&[^a-z]]+", "abCÉd", "ab|CÉ|d")]
    [InlineData(@"(?i:'s|'RE)", "it'S we're", "it|'S| we|'re")]
    [InlineData(@"\s+(?!\S)|\s+", "a   b ", "a|  | |b| ")]
    [InlineData(@"\d{2,3}", "1234567", "123|456|7")]
    [InlineData(@"a+?b", "aab ab", "aab| |ab")]
    [InlineData(@"a++a|aa", "aa", "aa")]
    [InlineData(@"(?>a|ab)c", "abc ac", "abc |ac")]
    [InlineData(@"\bcat\b", "cat concat", "cat| concat")]
    [InlineData(@"x$", "xx", "x|x")]
    [InlineData(@"[^\r\n\p{L}\p{N}]?\p{L}+", "a_b (c", "a|_b| |(c")]
    [InlineData(@"(?:ab){2}", "ababab", "abab|ab")]
    [InlineData(@"[\x{1F600}-\x{1F64F}]", "a😀b", "a|😀|b")]
    public void Split_Text_IsCutWhereThePatternMatches(string pattern, string text, string expected) =>
        Assert.Equal(expected, Cut(pattern, text));

    [Theory]
    [InlineData("(", InvalidInputKind.Malformed)]
    [InlineData("a)", InvalidInputKind.Malformed)]
    [InlineData("[b-a]", InvalidInputKind.Malformed)]
    [InlineData("*a", InvalidInputKind.Malformed)]
    [InlineData("[a", InvalidInputKind.Malformed)]
    [InlineData(@"(a)\1", InvalidInputKind.Unsupported)]
    [InlineData("(?<=a)b", InvalidInputKind.Unsupported)]
    [InlineData("(a*)*", InvalidInputKind.Unsupported)]
    [InlineData(@"\p{Klingon}", InvalidInputKind.Unsupported)]
    [InlineData("a{9999}", InvalidInputKind.Unsupported)]
    [InlineData("((((((((((a{99}){99}){99}){99}){99}){99}){99}){99}){99}){99})", InvalidInputKind.TooLarge)]
    public void Parse_WrongPattern_IsRefused(string pattern, InvalidInputKind kind) =>
        Assert.Equal(kind, Assert.Throws<InvalidInputException>(() => Pattern.Parse(pattern)).Kind);

    [Theory]
    [InlineData("(a|a)+b")]
    [InlineData("(a+a+)+b")]
    [InlineData("(?:a|aa|aaa)+(?=b)")]
    public void Split_PatternThatGoesBackWithoutEnd_IsStopped(string pattern) =>
        Assert.Equal(InvalidInputKind.TooLarge, Assert.Throws<InvalidInputException>(() => Cut(pattern, new string('a', 4_000))).Kind);

    [Theory]
    [InlineData((int)MatchUse.Isolated, "a|-|b|-|-|c")]
    [InlineData((int)MatchUse.Removed, "a|b|c")]
    [InlineData((int)MatchUse.WithPrevious, "a-|b-|-|c")]
    [InlineData((int)MatchUse.WithNext, "a|-b|-|-c")]
    [InlineData((int)MatchUse.Contiguous, "a|-|b|--|c")]
    public void Split_EachUse_GivesMatchesTheirPlace(int use, string expected) => Assert.Equal(expected, Cut("-", "a-b--c", (MatchUse)use));

    private static string Cut(string pattern, string text, MatchUse use = MatchUse.Isolated)
    {
        TextWords words = new PatternSplit(Pattern.Parse(pattern), use).Apply(new TextWords(text, [new TextPiece(0, text.Length)], true));
        return string.Join('|', words.Words.Select(word => text.Substring(word.Start, word.Length)));
    }
}
