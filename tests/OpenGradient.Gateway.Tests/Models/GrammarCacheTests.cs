using OpenGradient.Execution.LanguageModels;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway.Tests.Models;

/// <summary>Grammars are made once, outside of the lock, and forgotten by their bytes.</summary>
public sealed class GrammarCacheTests
{
    private static readonly VocabularyTrie Letters = new(128, static token => new[] { (byte)token });

    [Fact]
    public async Task Find_ManyAtOnce_MakesOneAndKeepsNobodyElseWaiting()
    {
        GrammarCache cache = new();
        using ManualResetEventSlim isHeld = new();
        int made = 0;
        Task<TokenGrammar>[] many =
        [
            .. Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
                () => cache.Find(Key(0), () =>
                {
                    Interlocked.Increment(ref made);
                    isHeld.Wait();
                    return Make(3);
                }),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)),
        ];

        TokenGrammar other = cache.Find(Key(1), static () => Make(3));
        isHeld.Set();
        TokenGrammar[] all = await Task.WhenAll(many);

        Assert.Equal(1, made);
        Assert.All(all, one => Assert.Same(all[0], one));
        Assert.NotSame(other, all[0]);
    }

    [Fact]
    public void Find_OneThatCannotBeMade_IsNotKept()
    {
        GrammarCache cache = new();

        Assert.Throws<InvalidInputException>(() => cache.Find(Key(0), static () => throw new InvalidInputException(InvalidInputKind.Invalid, "grammar", "No.")));

        Assert.NotNull(cache.Find(Key(0), static () => Make(3)));
    }

    [Fact]
    public void Find_MoreThanTheLimit_ForgetsWhatWasAskedForLongestAgo()
    {
        long bytes = Make(1000).Bytes;
        GrammarCache cache = new(3 * bytes);
        TokenGrammar[] first = [.. Enumerable.Range(0, 3).Select(number => cache.Find(Key(number), static () => Make(1000)))];
        Assert.Same(first[0], cache.Find(Key(0), static () => Make(1000)));

        cache.Find(Key(3), static () => Make(1000));

        Assert.Same(first[0], cache.Find(Key(0), static () => Make(1000)));
        Assert.Same(first[2], cache.Find(Key(2), static () => Make(1000)));
        Assert.NotSame(first[1], cache.Find(Key(1), static () => Make(1000)));
    }

    [Fact]
    public void Find_OneAboveTheLimit_IsThereUntilTheNextIsAskedFor()
    {
        GrammarCache cache = new(1);
        TokenGrammar large = cache.Find(Key(0), static () => Make(1000));

        Assert.Same(large, cache.Find(Key(0), static () => Make(1000)));
        cache.Find(Key(1), static () => Make(1));
        Assert.NotSame(large, cache.Find(Key(0), static () => Make(1000)));
    }

    private static Digest Key(int number) => new([(byte)number, .. new byte[31]]);

    private static TokenGrammar Make(int length) => new(GrammarText.Parse($"root ::= \"a\"{{{length}}}", "grammar"), Letters, endTokens: []);
}
