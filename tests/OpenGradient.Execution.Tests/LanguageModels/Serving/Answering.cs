using System.Globalization;
using OpenGradient.Execution.LanguageModels;

namespace OpenGradient.Execution.Tests.LanguageModels.Serving;

/// <summary>Requests to <see cref="SyntheticModel"/>, and answers that are held against those of each request alone.</summary>
internal static class Answering
{
    public static TokenBytes BytesOf { get; } = static token => new[] { (byte)('!' + token) };

    public static GenerationRequest Request(int index) => new()
    {
        Prompt = [.. SyntheticModel.Tokens(300).Skip(index % 5 == 0 ? 0 : index).Take(1 + (index * 13 % 80))],
        Sampling = new(index % 4 == 0 ? "0" : "1.2", "0.95", "30", (5 + (index * 7 % 50)).ToString(CultureInfo.InvariantCulture), $"{index}"),
        EndTokens = [7],
        StopStrings = index % 6 == 0 ? ["&'"] : [],
    };

    public static GenerationRequest Endless() => new() { Prompt = [1, 2, 3], Sampling = new("1", "1", "0", "1000000", "") };

    public static Task<GenerationResult> Answer(BatchGenerator together, GenerationRequest request, string client) =>
        Finish(together.TryStart(request, client, CancellationToken.None)!);

    public static async Task<GenerationResult> Finish(ServedGeneration generation)
    {
        List<int> tokens = [];
        string text = "";
        while (await generation.MoveNextAsync())
        {
            tokens.Add(generation.Current.Token);
            text += generation.Current.Text;
        }

        Assert.Equal(tokens, generation.Result.Tokens);
        Assert.Equal(generation.Result.Text, text);
        return generation.Result;
    }

    public static void AssertAlone(Executable executable, GenerationRequest[] requests, GenerationResult[] results)
    {
        TextGenerator alone = new(executable, BytesOf);
        for (int index = 0; index < requests.Length; index++)
            AssertSame(alone.Start(requests[index]).Run(CancellationToken.None), results[index]);
    }

    public static void AssertSame(GenerationResult expected, GenerationResult actual)
    {
        Assert.Equal(expected.Tokens.AsEnumerable(), actual.Tokens);
        Assert.Equal(
            (expected.Text, expected.Finish, expected.TraceRoot, expected.TraceLeafCount), (actual.Text, actual.Finish, actual.TraceRoot, actual.TraceLeafCount));
    }
}
