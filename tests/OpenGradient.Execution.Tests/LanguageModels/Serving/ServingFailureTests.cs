using OpenGradient.Execution.LanguageModels;
using static OpenGradient.Execution.Tests.LanguageModels.Serving.Answering;

namespace OpenGradient.Execution.Tests.LanguageModels.Serving;

/// <summary>What goes wrong ends the answers that it is about, each with the error, and nothing else: not the thread, not the process.</summary>
public sealed class ServingFailureTests
{
    [Fact]
    public async Task MoveNext_TokenCannotBeTurnedIntoText_EndsThisAnswerOnly()
    {
        Executable executable = SyntheticModel.Load("halves");
        GenerationRequest[] good = [Request(5), Request(6)];
        TextGenerator alone = new(executable, BytesOf);
        HashSet<int> used = [.. good.SelectMany(request => alone.Start(request).Run(CancellationToken.None).Tokens)];
        int broken = Enumerable.Range(0, SyntheticModel.Vocabulary).First(token => !used.Contains(token));
        using BatchGenerator together = new(executable, token => token == broken ? throw new IOException("no such token") : BytesOf(token), new ServingOptions());

        Task<GenerationResult>[] answers = [.. good.Select(request => Finish(together.TryStart(request, "", CancellationToken.None)!))];
        ServedGeneration bad = together.TryStart(Endless() with { Sampling = new("0", "1", "0", "9", "") { LogitBias = $$"""{"{{broken}}":100}""" } }, "", CancellationToken.None)!;

        IOException error = await Assert.ThrowsAsync<IOException>(async () => await bad.MoveNextAsync());
        Assert.Equal("no such token", error.Message);
        AssertAlone(executable, good, await Task.WhenAll(answers));
    }

    [Fact]
    public async Task MoveNext_NoMemoryForABlock_EndsEachAnswerWithTheErrorAndGoesOn()
    {
        using BatchGenerator together = new(SyntheticModel.Load("halves"), BytesOf, new ServingOptions(), static (executable, options, wake) =>
            new BatchScheduler(executable, options) { Wake = wake, Cache = new CacheBlockPool(int.MaxValue, blockLimit: 100) });

        for (int attempt = 0; attempt < 3; attempt++)
            await Assert.ThrowsAsync<OutOfMemoryException>(() => Answer(together, Request(attempt), ""));
    }

    [Fact]
    public async Task MoveNext_StepFails_EndsAllUnderWayAndTheNextAreAnswered()
    {
        Executable executable = SyntheticModel.Load("halves");
        using BatchGenerator together = new(executable, BytesOf, new ServingOptions(), new FakeScheduler.Factory(failsWhenAllCame: 3).Create);

        Task<GenerationResult>[] failed = [.. Enumerable.Range(0, 3).Select(index => Finish(together.TryStart(Request(index), "", CancellationToken.None)!))];

        foreach (Task<GenerationResult> answer in failed)
            Assert.Equal("the step", (await Assert.ThrowsAsync<InvalidOperationException>(() => answer)).Message);
        AssertAlone(executable, [Request(4)], [await Answer(together, Request(4), "")]);
    }
}
