using OpenGradient.Execution.LanguageModels;
using OpenGradient.Primitives;
using static OpenGradient.Execution.Tests.LanguageModels.Serving.Answering;

namespace OpenGradient.Execution.Tests.LanguageModels.Serving;

/// <summary>Answers that are made together are those that are made alone.</summary>
public sealed class BatchGeneratorTests
{
    [Theory]
    [InlineData(1, 1, 128)]
    [InlineData(1, 8, 128)]
    [InlineData(2, 8, 24)]
    [InlineData(3, 2, 7)]
    public async Task MoveNext_ManyRequests_GiveTheAnswersOfEachAlone(int threadCount, int runningLimit, int stepTokens)
    {
        Executable executable = SyntheticModel.Load("halves", threadCount);
        using BatchGenerator together = new(executable, BytesOf, new ServingOptions { RunningLimit = runningLimit, StepTokens = stepTokens });
        GenerationRequest[] requests = [.. Enumerable.Range(0, 24).Select(Request)];

        GenerationResult[] results = await Task.WhenAll(requests.Select((request, index) => Task.Run(() => Answer(together, request, $"client {index % 3}"))));

        AssertAlone(executable, requests, results);
    }

    [Fact]
    public async Task MoveNext_LittleCache_MakesRoomAndStillGivesTheAnswersOfEachAlone()
    {
        Executable executable = SyntheticModel.Load("interleaved");
        long blockBytes = executable.CacheLayout.BlockBytes;
        using BatchGenerator together = new(executable, BytesOf, new ServingOptions { CacheBytes = 6 * blockBytes });
        GenerationRequest[] requests = [.. Enumerable.Range(0, 12).Select(index => Request(index) with { Sampling = new("1.3", "1", "0", "60", "s") })];

        GenerationResult[] results = await Task.WhenAll(requests.Select(request => Task.Run(() => Answer(together, request, ""))));

        AssertAlone(executable, requests, results);
        Assert.InRange(together.CacheBytes, 1, 6 * blockBytes);
    }

    [Fact]
    public async Task MoveNext_SameBeginning_IsNotReadAgainAndGivesTheSameTrace()
    {
        Executable executable = SyntheticModel.Load("halves");
        using BatchGenerator together = new(executable, BytesOf, new ServingOptions());
        GenerationRequest request = Request(1) with { Prompt = [.. SyntheticModel.Tokens(100)] };
        GenerationRequest longer = request with { Prompt = [.. SyntheticModel.Tokens(140)] };

        GenerationResult[] results = [await Answer(together, request, ""), await Answer(together, request, ""), await Answer(together, longer, "")];

        AssertAlone(executable, [request, request, longer], results);
        Assert.True(together.CacheBytes < 9 * executable.CacheLayout.BlockBytes);
    }

    [Fact]
    public async Task Abort_InTheMiddle_EndsAfterWholeTokensAndCanBeRunAgain()
    {
        Executable executable = SyntheticModel.Load("halves");
        using BatchGenerator together = new(executable, BytesOf, new ServingOptions());
        using CancellationTokenSource gone = new();
        GenerationRequest request = Endless();
        GenerationRequest other = Request(4);
        ServedGeneration generation = together.TryStart(request, "", gone.Token)!;
        Task<GenerationResult> beside = Finish(together.TryStart(other, "", CancellationToken.None)!);
        for (int token = 0; token < 40; token++)
            Assert.True(await generation.MoveNextAsync());

        await gone.CancelAsync();

        GenerationResult aborted = generation.Result;
        GenerationResult again = new TextGenerator(executable, BytesOf).Start(request with { AbortAfter = aborted.Tokens.Length }).Run(CancellationToken.None);
        Assert.Equal(FinishReason.Aborted, aborted.Finish);
        Assert.InRange(aborted.Tokens.Length, 40, 100000);
        AssertSame(again, aborted);
        AssertAlone(executable, [other], [await beside]);
    }

    [Fact]
    public void TryStart_MoreThanRunAndWait_IsRefused()
    {
        Executable executable = SyntheticModel.Load("halves");
        using BatchGenerator together = new(executable, BytesOf, new ServingOptions { RunningLimit = 1, WaitingLimit = 1, ClientLimit = 2 });
        GenerationRequest request = Endless();

        ServedGeneration? first = together.TryStart(request, "", CancellationToken.None);
        ServedGeneration? second = together.TryStart(request, "", CancellationToken.None);
        ServedGeneration? third = together.TryStart(request, "", CancellationToken.None);

        Assert.NotNull(first);
        Assert.NotNull(second);
        Assert.Null(third);
    }

    [Fact]
    public void TryStart_OneThatWaitedHasLeft_TakesItsPlace()
    {
        Executable executable = SyntheticModel.Load("halves");
        using BatchGenerator together = new(executable, BytesOf, new ServingOptions { RunningLimit = 1, WaitingLimit = 1, ClientLimit = 2 });
        ServedGeneration first = together.TryStart(Endless(), "", CancellationToken.None)!;

        for (int left = 0; left < 5; left++)
        {
            ServedGeneration? waiting;
            while ((waiting = together.TryStart(Endless(), "", CancellationToken.None)) is null)
                Thread.Yield();
            waiting.Abort();
        }

        Assert.False(first.IsOver);
    }

    [Fact]
    public void TryStart_PromptBeyondTheCache_IsRefusedByName()
    {
        Executable executable = SyntheticModel.Load("halves");
        using BatchGenerator together = new(executable, BytesOf, new ServingOptions { CacheBytes = 2 * executable.CacheLayout.BlockBytes });

        var error = Assert.Throws<InvalidInputException>(() => together.TryStart(Request(0) with { Prompt = [.. SyntheticModel.Tokens(64)] }, "", CancellationToken.None));

        Assert.Equal(("messages", InvalidInputKind.TooLarge), (error.Subject, error.Kind));
    }

    [Fact]
    public async Task MoveNext_AnswerOutgrowsTheWholeCache_EndsAsAborted()
    {
        Executable executable = SyntheticModel.Load("halves");
        using BatchGenerator together = new(executable, BytesOf, new ServingOptions { CacheBytes = 2 * executable.CacheLayout.BlockBytes });
        GenerationRequest request = Endless();

        GenerationResult result = await Answer(together, request, "");

        Assert.Equal((FinishReason.Aborted, 64L), (result.Finish, result.TraceLeafCount));
    }

    [Fact]
    public async Task MoveNext_SeveralOutgrowTheCache_EndOneAfterTheOther()
    {
        Executable executable = SyntheticModel.Load("halves");
        using BatchGenerator together = new(executable, BytesOf, new ServingOptions { CacheBytes = 3 * executable.CacheLayout.BlockBytes });

        GenerationResult[] results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Answer(together, Endless(), ""))));

        Assert.All(results, static result => Assert.Equal((FinishReason.Aborted, 96L), (result.Finish, result.TraceLeafCount)));
        Assert.Single(results.Select(static result => result.TraceRoot).Distinct());
    }

    [Fact]
    public async Task MoveNext_OneThatCannotBeRead_EndsWithItsErrorAndTheOthersGoOn()
    {
        Executable executable = SyntheticModel.Load("halves");
        using BatchGenerator together = new(executable, BytesOf, new ServingOptions());
        GenerationRequest[] good = [Request(5), Request(6)];

        Task<GenerationResult>[] answers = [.. good.Select(request => Finish(together.TryStart(request, "", CancellationToken.None)!))];
        ServedGeneration bad = together.TryStart(Request(7) with { Prompt = [1, 2, SyntheticModel.Vocabulary] }, "", CancellationToken.None)!;

        await Assert.ThrowsAsync<InvalidInputException>(async () => await bad.MoveNextAsync());
        AssertAlone(executable, good, await Task.WhenAll(answers));
    }

    [Fact]
    public async Task Dispose_WhileAnswering_EndsThemAsAborted()
    {
        BatchGenerator together = new(SyntheticModel.Load("halves"), BytesOf, new ServingOptions());
        ServedGeneration generation = together.TryStart(Endless(), "", CancellationToken.None)!;
        Assert.True(await generation.MoveNextAsync());

        together.Dispose();

        while (await generation.MoveNextAsync())
        {
        }

        Assert.Equal(FinishReason.Aborted, generation.Result.Finish);
    }
}
