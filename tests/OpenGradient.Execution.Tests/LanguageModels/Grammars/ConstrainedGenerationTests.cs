using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using CsCheck;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Models.Templates;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.LanguageModels;

/// <summary>Whole answers under grammars and all settings at once.</summary>
public sealed class ConstrainedGenerationTests
{
    private const string Person = """{"type":"object","properties":{"name":{"type":"string","maxLength":6},"age":{"type":"integer"},"ok":{"type":"boolean"}},"required":["name","ok"]}""";

    private static readonly TinyChat Chat = TinyChat.Load();
    private static readonly VocabularyTrie Vocabulary = new(Chat.Tokenizer.VocabularySize, Chat.Tokenizer.BytesOf);

    [Fact]
    public void Run_Schema_GivesJsonThatFitsIt()
    {
        TokenGrammar grammar = new(JsonSchemaGrammar.Compile(Parse(Person), "schema"), Vocabulary, [.. Chat.EndTokens]);
        for (byte nonce = 0; nonce < 10; nonce++)
        {
            GenerationResult result = Chat.Start(Request("2", 120) with { Grammar = grammar, ClientNonce = new[] { nonce } }).Run(CancellationToken.None);

            Assert.True(result.Finish is FinishReason.Stop or FinishReason.Length, result.Text);
            if (result.Finish == FinishReason.Length)
                continue;
            JsonElement person = JsonDocument.Parse(result.Text).RootElement;
            Assert.True(person.GetProperty("name").GetString()!.EnumerateRunes().Count() <= 6);
            Assert.True(person.GetProperty("ok").ValueKind is JsonValueKind.True or JsonValueKind.False);
        }
    }

    [Fact]
    public void Run_TextThatCannotGoOn_EndsAsStop()
    {
        TokenGrammar grammar = new(GrammarText.Parse("root ::= \"abc\"", "grammar"), Vocabulary, endTokens: []);

        GenerationResult result = Chat.Start(Request("0", 20) with { Grammar = grammar }).Run(CancellationToken.None);

        Assert.Equal((FinishReason.Stop, "abc"), (result.Finish, result.Text));
    }

    [Fact]
    public void Run_VocabularyWithoutTheBytes_EndsAsAbortedAndCanBeRunAgain()
    {
        VocabularyTrie withoutB = new(Chat.Tokenizer.VocabularySize, token => Chat.Tokenizer.BytesOf(token).Span.Contains((byte)'b') ? default : Chat.Tokenizer.BytesOf(token));
        GenerationRequest request = Request("0", 20) with { Grammar = new(GrammarText.Parse("root ::= \"ab\"", "grammar"), withoutB, [.. Chat.EndTokens]) };

        GenerationResult result = Chat.Start(request).Run(CancellationToken.None);
        GenerationResult again = Chat.Start(request with { AbortAfter = result.Tokens.Length }).Run(CancellationToken.None);

        Assert.Equal((FinishReason.Aborted, "a"), (result.Finish, result.Text));
        Assert.Equal((result.TraceRoot, result.Finish, result.Text), (again.TraceRoot, again.Finish, again.Text));
    }

    [Fact]
    public void Run_GrammarGivenUpOnAtTheLastToken_EndsAsAbortedAndCanBeRunAgain()
    {
        Grammar grammar = GrammarText.Parse("root ::= \"q\" \"x\" .*", "grammar");
        GenerationRequest Held(long workLimit) => Request("0", 2) with { Grammar = new(grammar, Vocabulary, [.. Chat.EndTokens]) { WorkLimit = workLimit } };

        GenerationResult result = Enumerable.Range(0, 20).Select(power => Chat.Start(Held(1L << power)).Run(CancellationToken.None)).First(static result => result.Tokens.Length == 2);
        GenerationResult again = Chat.Start(Held(long.MaxValue) with { AbortAfter = 2 }).Run(CancellationToken.None);

        Assert.Equal((FinishReason.Aborted, "qx"), (result.Finish, result.Text));
        Assert.Equal((result.TraceRoot, result.Finish, result.Text), (again.TraceRoot, again.Finish, again.Text));
    }

    [Fact]
    public void Run_AnySettings_GivesTheSameAgainAndNoForbiddenToken()
    {
        TokenGrammar grammar = new(GrammarText.Parse("root ::= [a-z ]*", "grammar"), Vocabulary, [.. Chat.EndTokens]);
        Gen<SamplingParameters> settings = Gen.Select(Gen.Int[0, 20], Gen.Int[0, 10], Gen.Int[0, 9], Gen.Int[-20, 20], Gen.Int[-20, 20], Gen.Int[1, 20], static (t, p, m, presence, frequency, repetition) =>
            new SamplingParameters(Tenths(t), Tenths(p), "0", "12", "")
            {
                MinP = Tenths(m),
                PresencePenalty = Tenths(presence),
                FrequencyPenalty = Tenths(frequency),
                RepetitionPenalty = Tenths(repetition),
                LogitBias = """{"300":5,"301":-100}""",
                TopLogprobs = "3",
            });
        Gen.Select(settings, Gen.Byte, Gen.Bool).SampleFixed(
            (sampling, nonce, isHeld) =>
            {
                GenerationRequest request = Request("0", 1) with { Sampling = sampling, ClientNonce = new[] { nonce }, Grammar = isHeld ? grammar : null };
                GenerationResult first = Chat.Start(request).Run(CancellationToken.None);
                GenerationResult second = Chat.Start(request).Run(CancellationToken.None);

                Assert.Equal(first.Tokens.AsEnumerable(), second.Tokens);
                Assert.Equal(first.TraceRoot, second.TraceRoot);
                Assert.Equal(first.Tokens, first.Logprobs.Select(static told => told.Chosen.Token));
                Assert.Equal(first.Logprobs.Select(static told => told.Chosen), second.Logprobs.Select(static told => told.Chosen));
                Assert.All(first.Logprobs, static told => Assert.Equal(told.Top.OrderByDescending(static likely => likely.Logprob), told.Top));
                Assert.True(!isHeld || first.Text.All(static letter => letter is ' ' or (>= 'a' and <= 'z')), first.Text);
            },
            iter: 40);
    }

    private static string Tenths(int tenths) => (tenths / 10m).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static GenerationRequest Request(string temperature, int maxTokens) => new()
    {
        Prompt = Chat.Tokenizer.Encode(Chat.Template.Render(new ChatPrompt([JsonValue.Object(("role", JsonValue.String("user")), ("content", JsonValue.String("Hello!")))]))),
        Sampling = new SamplingParameters(temperature, "1", "0", $"{maxTokens}", ""),
    };

    private static JsonValue Parse(string json) => JsonReader.TryRead(Encoding.UTF8.GetBytes(json), out JsonValue? value) ? value : throw new ArgumentException(json);
}
