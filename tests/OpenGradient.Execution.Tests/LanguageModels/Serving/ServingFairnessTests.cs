using OpenGradient.Execution.LanguageModels;
using static OpenGradient.Execution.Tests.LanguageModels.Serving.Answering;

namespace OpenGradient.Execution.Tests.LanguageModels.Serving;

/// <summary>What one client, or one slow reader, can take from the others.</summary>
public sealed class ServingFairnessTests
{
    [Fact]
    public void TryStart_OneClientHasItsShare_IsRefusedAndOthersAreNot()
    {
        using BatchGenerator together = new(SyntheticModel.Load("halves"), BytesOf, new ServingOptions { RunningLimit = 1, WaitingLimit = 7 });

        ServedGeneration?[] many = [.. Enumerable.Range(0, 3).Select(_ => together.TryStart(Endless(), "many", CancellationToken.None))];
        ServedGeneration? refused = together.TryStart(Endless(), new ServingClient("many"), out TimeSpan retryAfter, CancellationToken.None);

        Assert.Equal([false, false, true], many.Select(static generation => generation is null));
        Assert.Null(refused);
        Assert.InRange(retryAfter.TotalSeconds, 1, 60);
        Assert.NotNull(together.TryStart(Endless(), "few", CancellationToken.None));
    }

    [Fact]
    public async Task MoveNext_OneClientHasAllPlaces_GivesWayToAnother()
    {
        Executable executable = SyntheticModel.Load("halves");
        using BatchGenerator together = new(executable, BytesOf, new ServingOptions { RunningLimit = 3, UnreadLimit = 1 << 20 });
        ServedGeneration[] endless = [.. Enumerable.Range(0, 5).Select(_ => together.TryStart(Endless(), "many", CancellationToken.None)!)];
        foreach (ServedGeneration generation in endless[..3])
            Assert.True(await generation.MoveNextAsync());

        GenerationResult few = await Answer(together, Request(3), "few");

        AssertAlone(executable, [Request(3)], [few]);
        await AssertSameAfterAbort(executable, endless);
    }

    [Fact]
    public async Task MoveNext_OneClientHasAllOfTheCache_GivesWayToAnother()
    {
        Executable executable = SyntheticModel.Load("halves");
        long cacheBytes = 8 * executable.CacheLayout.BlockBytes;
        using BatchGenerator together = new(executable, BytesOf, new ServingOptions { CacheBytes = cacheBytes, UnreadLimit = 1 << 20 });
        ServedGeneration[] many = [.. Enumerable.Range(0, 8).Select(_ => together.TryStart(Endless(), "many", CancellationToken.None)!)];
        Assert.True(await many[0].MoveNextAsync());

        GenerationResult few = await Answer(together, Request(3), "few");

        AssertAlone(executable, [Request(3)], [few]);
        await AssertSameAfterAbort(executable, many);
        Assert.InRange(together.CacheBytes, 1, cacheBytes);
    }

    [Fact]
    public async Task MoveNext_NobodyReads_PausesAndKeepsNobodyOut()
    {
        Executable executable = SyntheticModel.Load("halves");
        using BatchGenerator together = new(executable, BytesOf, new ServingOptions { RunningLimit = 1, UnreadLimit = 8 });
        ServedGeneration unread = together.TryStart(Endless(), "", CancellationToken.None)!;

        GenerationResult other = await Answer(together, Request(3), "");
        unread.Abort();

        AssertAlone(executable, [Request(3)], [other]);
        Assert.Equal(8, unread.Result.Tokens.Length);
        await AssertSameAfterAbort(executable, [unread]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public async Task MoveNext_SlowReader_GetsTheAnswerOfTheRequestAlone(int unreadLimit)
    {
        Executable executable = SyntheticModel.Load("interleaved");
        using BatchGenerator together = new(executable, BytesOf, new ServingOptions { UnreadLimit = unreadLimit });
        GenerationRequest request = Request(8) with { Sampling = new("1.3", "1", "0", "90", "s") };
        ServedGeneration slow = together.TryStart(request, "slow", CancellationToken.None)!;

        // Between its tokens others come and go.
        GenerationResult[] others = [.. await Task.WhenAll(Enumerable.Range(0, 3).Select(index => Answer(together, Request(index), "others")))];
        GenerationResult result = await Finish(slow);

        AssertAlone(executable, [request, Request(0), Request(1), Request(2)], [result, .. others]);
    }

    /// <summary>Ends answers that have no end: what was made of each is what is made alone.</summary>
    private static async Task AssertSameAfterAbort(Executable executable, ServedGeneration[] endless)
    {
        foreach (ServedGeneration generation in endless)
            generation.Abort();
        foreach (ServedGeneration generation in endless)
        {
            while (await generation.MoveNextAsync())
            {
            }

            AssertAlone(executable, [Endless() with { AbortAfter = generation.Result.Tokens.Length }], [generation.Result]);
        }
    }
}
