using CsCheck;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.LanguageModels;

public sealed class StopMatcherTests
{
    [Fact]
    public void Append_BeginningOfAStopString_WaitsForTheRest()
    {
        StopMatcher matcher = new(["END"], endText: null);

        Assert.Equal("a", matcher.Append("aE"));
        Assert.Equal("", matcher.Append("N"));
        Assert.Equal("ENx", matcher.Append("x"));
        Assert.Equal("b", matcher.Append("bEND ignored"));
        Assert.True(matcher.HasStopped);
    }

    [Fact]
    public void Append_AnyCutIntoPieces_ShowsTheTextUpToTheFirstStop()
    {
        Gen<string> text = Gen.OneOf("a", "b", "ab").Array[0, 20].Select(static parts => string.Concat(parts));

        Gen.Select(text, Gen.OneOf("aab", "ba", "bbb", "abab").Array[1, 3], Gen.Int[1, 5]).SampleFixed(
            (all, stops, step) =>
            {
                StopMatcher matcher = new([.. stops], endText: null);
                string shown = "";
                for (int start = 0; start < all.Length && !matcher.HasStopped; start += step)
                    shown += matcher.Append(all.Substring(start, Math.Min(step, all.Length - start)));
                shown += matcher.Finish();

                // A longer piece may let an earlier stop win that a shorter one had not seen: only the shown prefix is promised.
                int first = stops.Select(stop => all.IndexOf(stop, StringComparison.Ordinal)).Where(static index => index >= 0).DefaultIfEmpty(-1).Min();
                Assert.Equal(first >= 0, matcher.HasStopped);
                if (first < 0)
                    Assert.Equal(all, shown);
                else
                    Assert.StartsWith(shown, all, StringComparison.Ordinal);
            },
            iter: 5000);
    }

    [Fact]
    public void Append_BytesOfACharacterInPieces_WaitForTheWholeCharacter()
    {
        TextAssembler letters = new();

        Assert.Equal("", letters.Append([0xF0, 0x9D]));
        Assert.Equal("𝄞a", letters.Append([0x84, 0x9E, (byte)'a']));
        Assert.Equal("\uFFFDb", letters.Append([0xC3, (byte)'b']));
        Assert.Equal("", letters.Append([0xE2, 0x82]));
        Assert.Equal("\uFFFD", letters.Finish());
    }

    [Theory]
    [InlineData("a</x>b", "a</x>")]
    [InlineData("a</x>", "a</x>")]
    [InlineData("a</x", "a</x")]
    [InlineData("aEND</x>", "a")]
    [InlineData("a</x>END", "a</x>")]
    public void Append_EndText_IsKeptAndNothingBehindIt(string all, string expected)
    {
        for (int step = 1; step <= all.Length; step++)
        {
            StopMatcher matcher = new(["END"], endText: "</x>");
            string shown = "";
            for (int start = 0; start < all.Length && !matcher.HasStopped; start += step)
                shown += matcher.Append(all.Substring(start, Math.Min(step, all.Length - start)));

            Assert.Equal(expected, shown + matcher.Finish());
        }
    }
}
