using OpenGradient.Execution.LanguageModels;
using static OpenGradient.Execution.Tests.LanguageModels.Serving.Answering;

namespace OpenGradient.Execution.Tests.LanguageModels.Serving;

/// <summary>Whose beginnings are shared; the answers are the same in each case.</summary>
public sealed class PrefixSharingTests
{
    [Theory]
    [InlineData(PrefixSharing.PerClient, "a", "a", true)]
    [InlineData(PrefixSharing.PerClient, "a", "b", false)]
    [InlineData(PrefixSharing.All, "a", "b", true)]
    [InlineData(PrefixSharing.None, "a", "a", false)]
    public async Task TryStart_SamePromptTwice_SharesAsTheOptionsSay(PrefixSharing sharing, string first, string second, bool isShared)
    {
        Executable executable = SyntheticModel.Load("halves");
        using BatchGenerator together = new(executable, BytesOf, new ServingOptions { SharesPrefixes = sharing });
        GenerationRequest request = Request(1) with { Prompt = [.. SyntheticModel.Tokens(100)] };

        GenerationResult one = await Answer(together, request, first);
        long bytesOfOne = together.CacheBytes;
        GenerationResult two = await Answer(together, request, second);

        // The three complete blocks of the prompt are there once, or twice.
        Assert.Equal(isShared ? 0 : 3 * executable.CacheLayout.BlockBytes, together.CacheBytes - bytesOfOne);
        AssertAlone(executable, [request, request], [one, two]);
    }

    [Fact]
    public async Task TryStart_OneNameTwoScopes_SharesNothing()
    {
        Executable executable = SyntheticModel.Load("halves");
        using BatchGenerator together = new(executable, BytesOf, new ServingOptions());
        GenerationRequest request = Request(1) with { Prompt = [.. SyntheticModel.Tokens(100)] };

        await Finish(together.TryStart(request, new ServingClient("a") { Scope = "a, for ann" }, out _, CancellationToken.None)!);
        long bytesOfOne = together.CacheBytes;
        await Finish(together.TryStart(request, new ServingClient("a") { Scope = "a, for bob" }, out _, CancellationToken.None)!);

        Assert.Equal(3 * executable.CacheLayout.BlockBytes, together.CacheBytes - bytesOfOne);
    }

    [Fact]
    public async Task MoveNext_NothingIsSharedAndLittleCache_GivesTheAnswersOfEachAlone()
    {
        Executable executable = SyntheticModel.Load("interleaved");
        ServingOptions options = new() { SharesPrefixes = PrefixSharing.None, CacheBytes = 6 * executable.CacheLayout.BlockBytes };
        using BatchGenerator together = new(executable, BytesOf, options);
        GenerationRequest[] requests = [.. Enumerable.Range(0, 8).Select(index => Request(index) with { Sampling = new("1.3", "1", "0", "60", "s") })];

        GenerationResult[] results = await Task.WhenAll(requests.Select(request => Task.Run(() => Answer(together, request, ""))));

        AssertAlone(executable, requests, results);
    }
}
