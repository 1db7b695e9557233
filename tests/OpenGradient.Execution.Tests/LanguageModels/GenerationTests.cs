using System.Text;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Models.Templates;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.LanguageModels;

public sealed class GenerationTests
{
    private static readonly SamplingParameters Sampled = new("1.5", "0.95", "50", "40", "7");

    [Fact]
    public void MoveNext_Answer_PiecesAreTheTextAndTheTraceIsThatOfOneRun()
    {
        TinyChat chat = TinyChat.Load();
        Generation generation = chat.Start(Ask("Hello!"), SamplingParameters.Greedy(60));
        StringBuilder pieces = new();
        List<int> tokens = [];

        while (generation.MoveNext(CancellationToken.None))
        {
            pieces.Append(generation.Current.Text);
            tokens.Add(generation.Current.Token);
        }

        GenerationResult result = generation.Result;
        Assert.Equal(FinishReason.Stop, result.Finish);
        Assert.Equal(result.Text, pieces.ToString());
        Assert.Equal(result.Tokens, tokens);
        Assert.Contains(result.Tokens[^1], chat.EndTokens);
        int[] read = [.. chat.Tokenizer.Encode(chat.Template.Render(Ask("Hello!"))), .. result.Tokens[..^1]];
        RunResult whole = chat.Executable.Run([Tensor.Create<int>(ElementType.Int32, [read.Length], read)], CancellationToken.None);
        Assert.Equal(whole.TraceRoot, result.TraceRoot);
        Assert.Equal(whole.TraceLeafCount, result.TraceLeafCount);
    }

    [Fact]
    public void Run_SameRequest_GivesTheSameAnswer_AndEverySeedAnother()
    {
        TinyChat chat = TinyChat.Load();
        GenerationResult Answer(byte client, byte provider, string seed) => chat.Start(Request(chat) with
        {
            Sampling = Sampled with { Seed = seed },
            ClientNonce = new[] { client },
            ProviderNonce = new[] { provider },
        }).Run(CancellationToken.None);

        GenerationResult first = Answer(1, 2, "7");

        Assert.Equal(first.Tokens.AsEnumerable(), Answer(1, 2, "7").Tokens);
        Assert.Equal(first.TraceRoot, Answer(1, 2, "7").TraceRoot);
        Assert.NotEqual(first.Tokens.AsEnumerable(), Answer(3, 2, "7").Tokens);
        Assert.NotEqual(first.Tokens.AsEnumerable(), Answer(1, 3, "7").Tokens);
        Assert.NotEqual(first.Tokens.AsEnumerable(), Answer(1, 2, "8").Tokens);
    }

    [Fact]
    public void MoveNext_Cancelled_FinishesAsAbortedAndCanBeRunAgain()
    {
        TinyChat chat = TinyChat.Load();
        using CancellationTokenSource source = new();
        Generation generation = chat.Start(Request(chat));
        for (int i = 0; i < 5; i++)
            Assert.True(generation.MoveNext(source.Token));

        source.Cancel();
        Assert.False(generation.MoveNext(source.Token));
        GenerationResult aborted = generation.Result;
        GenerationResult again = chat.Start(Request(chat) with { AbortAfter = 5 }).Run(CancellationToken.None);

        Assert.Equal(FinishReason.Aborted, aborted.Finish);
        Assert.Equal(aborted.Tokens.AsEnumerable(), again.Tokens);
        Assert.Equal((aborted.Text, aborted.Finish, aborted.TraceRoot, aborted.TraceLeafCount), (again.Text, again.Finish, again.TraceRoot, again.TraceLeafCount));
    }

    [Fact]
    public void MoveNext_CancelledBeforeTheFirstToken_HasAnEmptyTrace()
    {
        TinyChat chat = TinyChat.Load();

        GenerationResult result = chat.Start(Request(chat)).Run(new CancellationToken(canceled: true));

        Assert.Equal((FinishReason.Aborted, MerkleTree.EmptyRoot, 0L, ""), (result.Finish, result.TraceRoot, result.TraceLeafCount, result.Text));
    }

    [Fact]
    public void Run_MaxTokens_FinishesAsLength()
    {
        GenerationResult result = TinyChat.Load().Start(Ask("Hello!"), SamplingParameters.Greedy(3)).Run(CancellationToken.None);

        Assert.Equal(FinishReason.Length, result.Finish);
        Assert.Equal(3, result.Tokens.Length);
    }

    [Fact]
    public void Run_StopString_EndsTheTextBeforeIt()
    {
        TinyChat chat = TinyChat.Load();
        string whole = chat.Start(Ask("Hello!"), SamplingParameters.Greedy(60)).Run(CancellationToken.None).Text;
        string stop = whole.Substring(whole.Length / 2, 4);

        GenerationResult result = chat.Start(Ask("Hello!"), SamplingParameters.Greedy(60), "never", stop).Run(CancellationToken.None);

        Assert.Equal(FinishReason.Stop, result.Finish);
        Assert.Equal(whole[..whole.IndexOf(stop, StringComparison.Ordinal)], result.Text);
    }

    [Fact]
    public void Run_ContextIsFull_FinishesAsLengthOrIsRefused()
    {
        TinyChat chat = TinyChat.Load();
        int[] prompt = [.. Enumerable.Repeat(5, chat.ContextLength - 2)];

        GenerationResult result = chat.Start(new GenerationRequest { Prompt = [.. prompt], Sampling = SamplingParameters.Greedy(60) }).Run(CancellationToken.None);
        var exception = Assert.Throws<InvalidInputException>(() => chat.Start(new GenerationRequest { Prompt = [.. prompt, 1, 2], Sampling = SamplingParameters.Greedy(1) }));

        Assert.InRange(result.Tokens.Length, 1, 2);
        Assert.Equal("messages", exception.Subject);
    }

    [Fact]
    public async Task Run_ManyAtOnce_GiveTheSameAnswers()
    {
        TinyChat chat = TinyChat.Load();
        GenerationResult expected = chat.Start(Request(chat)).Run(CancellationToken.None);

        GenerationResult[] results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => chat.Start(Request(chat)).Run(CancellationToken.None))));

        Assert.All(results, result => Assert.Equal(expected.TraceRoot, result.TraceRoot));
    }

    private static ChatPrompt Ask(string text) => new([JsonValue.Object(("role", JsonValue.String("user")), ("content", JsonValue.String(text)))]);

    private static GenerationRequest Request(TinyChat chat) => new()
    {
        Prompt = chat.Tokenizer.Encode(chat.Template.Render(Ask("How many miles is 42 km?"))),
        Sampling = Sampled,
    };
}
