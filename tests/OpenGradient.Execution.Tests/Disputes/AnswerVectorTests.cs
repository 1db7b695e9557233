using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using OpenGradient.Execution.Disputes;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>Answers of language models against spec/dispute-1/vectors/answers.json, which was computed without this code.</summary>
public sealed class AnswerVectorTests
{
    private static readonly JsonElement Vectors = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("spec/dispute-1/vectors/answers.json"))).RootElement;

    [Fact]
    public void Choices_OfTheVectors_HaveTheSameTokensAndStates()
    {
        foreach (JsonElement vector in Vectors.GetProperty("choices").EnumerateArray())
        {
            DisputedAnswer answer = Answer(vector.GetProperty("answer"));
            var logits = new Tensor(ElementType.Float32, [4, 12], Convert.FromHexString(vector.GetProperty("logits").GetString()!));
            int[] read = [.. vector.GetProperty("read").EnumerateArray().Select(static token => int.Parse(token.GetString()!, CultureInfo.InvariantCulture))];
            ImmutableArray<Step> steps = answer.Extend(RowProgram).Steps;
            Tensor changed = logits;
            if (steps is [var change, _])
            {
                Tensor[] inputs = [logits, Tensor.Create<int>(ElementType.Int32, [4], read)];
                changed = LogitChange.Of(change).Run(inputs[0], inputs[1]);
                Assert.Equal(vector.GetProperty("changed").GetString(), Convert.ToHexStringLower(changed.Bytes));
                HasStates(vector.GetProperty("changes"), element => ChoiceDerivation.Of(change, element, inputs));
            }

            Tensor tokens = TokenChoice.Of(steps[^1]).Choose(changed, null);

            Assert.Equal(answer.Tokens, ValueClaim.Of(tokens));
            foreach ((JsonElement states, int element) in vector.GetProperty("states").EnumerateArray().Select(static (states, element) => (states, element)))
                HasStates(states, ChoiceDerivation.Of(steps[^1], element, changed));
        }
    }

    [Fact]
    public void Choices_FromTokensThatAreAllowed_HaveTheSameTokensAndStates()
    {
        foreach (JsonElement vector in Vectors.GetProperty("held").EnumerateArray())
        {
            DisputedAnswer answer = Answer(vector.GetProperty("answer"));
            Step step = answer.Extend(RowProgram).Steps[^1];
            Tensor[] inputs =
            [
                new Tensor(ElementType.Float32, [3, 12], Convert.FromHexString(vector.GetProperty("logits").GetString()!)),
                new Tensor(ElementType.Bool, [3, 12], Convert.FromHexString(vector.GetProperty("allowed").GetString()!)),
            ];

            Assert.Equal(answer.Tokens, ValueClaim.Of(TokenChoice.Of(step).Choose(inputs[0], inputs[1])));
            foreach ((JsonElement states, int element) in vector.GetProperty("states").EnumerateArray().Select(static (states, element) => (states, element)))
                HasStates(states, ChoiceDerivation.Of(step, element, inputs));
        }
    }

    [Fact]
    public void Texts_OfTheVectors_HaveTheSameBytesMasksAndEnds()
    {
        foreach (JsonElement vector in Vectors.GetProperty("texts").EnumerateArray())
        {
            byte[][] bytes = [.. vector.GetProperty("pieces").EnumerateArray().Select(static piece => Convert.FromHexString(piece.GetString()!))];
            var pieces = TokenPieces.Of(bytes.Length, token => bytes[token], []);
            int[] tokens = Numbers(vector.GetProperty("tokens"));
            AnswerGrammar? grammar = vector.TryGetProperty("grammar", out JsonElement text) ? AnswerGrammar.Of(text.GetString()!) : null;
            int vocabulary = int.Parse(vector.GetProperty("vocabulary").GetString()!, CultureInfo.InvariantCulture);
            DisputedAnswer answer = Ending(vector, grammar);

            HasText(vector, answer, Tensor.Create<int>(ElementType.Int32, [tokens.Length], tokens), pieces, vocabulary);
        }
    }

    private static void HasText(JsonElement vector, DisputedAnswer answer, Tensor tokens, TokenPieces pieces, int vocabulary)
    {
        (Tensor ends, Tensor bytes) = pieces.ToTensors();
        Tensor text = AnswerText.Run(tokens, pieces);
        var logits = Tensor.Create<float>(ElementType.Float32, [(int)tokens.ElementCount, vocabulary], new float[tokens.ElementCount * vocabulary]);
        Tensor? allowed = null;
        Assert.Equal(vector.GetProperty("text").GetString(), Convert.ToHexStringLower(text.Bytes));
        ImmutableArray<Step> steps = answer.Extend(RowProgram).Steps;
        if (answer.Grammar is not null)
        {
            allowed = TokenAllowance.Of(steps[1]).Run(logits, tokens, pieces);
            Assert.Equal(vector.GetProperty("allowed").GetString(), Convert.ToHexStringLower(allowed.Bytes));
            HasStates(vector.GetProperty("textStates"), element => ChoiceDerivation.Of(steps[0], element, tokens, ends, bytes));
            HasStates(vector.GetProperty("maskStates"), element => ChoiceDerivation.Of(steps[1], element, logits, tokens, ends, bytes, text));
            for (int element = 0; element < allowed.ElementCount; element++)
                Assert.Equal(allowed.Bytes[element], Value(ChoiceDerivation.Of(steps[1], element, logits, tokens, ends, bytes, text)));
        }

        Tensor codes = AnswerEnd.Of(steps[^1]).Run(tokens, pieces, allowed);
        Tensor[] inputs = [tokens, ends, bytes, allowed ?? logits, text];

        Assert.Equal(vector.GetProperty("codes").GetString(), Convert.ToHexStringLower(codes.Bytes));
        HasStates(vector.GetProperty("endStates"), element => ChoiceDerivation.Of(steps[^1], element, inputs));
        for (int element = 0; element < codes.ElementCount; element++)
            Assert.Equal(codes.Bytes[element], Value(ChoiceDerivation.Of(steps[^1], element, inputs)));
    }

    private static ulong Value(Derivation derivation) => derivation.Advance(derivation.Start(), 0, derivation.Length)[0];

    private static DisputedAnswer Ending(JsonElement vector, AnswerGrammar? grammar) => new(1, SamplingParameters.Greedy(1), default, ValueClaim.Of(Tensor.Create<int>(ElementType.Int32, [1], [0])))
    {
        Ending = new AnswerEnding(
            FinishReason.Stop,
            int.Parse(vector.GetProperty("limit").GetString()!, CultureInfo.InvariantCulture),
            [.. Numbers(vector.GetProperty("endTokens"))],
            [.. vector.GetProperty("stops").EnumerateArray().Select(static stop => stop.GetString()!)]),
        EndTokens = [.. Numbers(vector.GetProperty("endTokens"))],
        Grammar = grammar,
    };

    private static int[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(static number => int.Parse(number.GetString()!, CultureInfo.InvariantCulture))];

    private static void HasStates(JsonElement elements, Func<long, Derivation> derive)
    {
        foreach (JsonProperty element in elements.EnumerateObject())
            HasStates(element.Value, derive(long.Parse(element.Name, CultureInfo.InvariantCulture)));
    }

    private static void HasStates(JsonElement states, Derivation derivation)
    {
        foreach (JsonProperty state in states.EnumerateObject())
        {
            long position = long.Parse(state.Name, CultureInfo.InvariantCulture);
            Assert.Equal(state.Value.GetString(), Convert.ToHexStringLower(StatesPhase.Bytes(derivation.Advance(derivation.Start(), 0, position)).AsSpan()));
        }
    }

    [Fact]
    public void Terms_OfTheVectors_AreThoseOfRowsAndAnswer()
    {
        JsonElement terms = Vectors.GetProperty("terms");
        Assert.True(ProgramFormat.TryRead(Encoding.UTF8.GetBytes(Vectors.GetProperty("program").GetString()!), out Program? program));
        DisputedAnswer answer = Answer(terms.GetProperty("answer"));
        var rows = new TraceClaim(Digest.Parse(Vectors.GetProperty("rows").GetProperty("root").GetString()!), 5);

        Assert.NotNull(answer.Ending);
        Assert.NotNull(answer.Grammar);
        var made = DisputeTerms.Of(program, [Tensor.Create<int>(ElementType.Int32, [5], [0, 1, 2, 1, 0])], rows, answer);

        Assert.True(JsonReader.TryRead(Encoding.UTF8.GetBytes(terms.GetRawText()), out JsonValue? expected));
        Assert.Equal(Canonical(expected), Canonical(JsonValue.Object([.. made.ToJson().Members.Where(static member => member.Key != "semantics")])));
        Assert.Equal(Vectors.GetProperty("graph").GetString(), new ProgramGraph(answer.Extend(program)).Root.ToString());
    }

    [Fact]
    public void Rows_OfTheVectors_HaveTheSameLeaves()
    {
        (int Step, int Output, Tensor Value)[] outputs =
        [
            (0, 0, Tensor.Create<float>(ElementType.Float32, [5, 3], [.. Enumerable.Range(0, 15).Select(static i => (float)i)])),
            (7, 1, Tensor.Create<float>(ElementType.Float32, [5, 2, 2], [.. Enumerable.Range(0, 20).Select(static i => i / 4f)])),
        ];
        var leaves = Vectors.GetProperty("rows").GetProperty("leaves").EnumerateArray().Select(static leaf => leaf.GetString()!).ToArray();
        for (int position = 0; position < leaves.Length; position++)
        {
            TraceEntry[] entries = [.. outputs.Select(output => Entry(output.Step, output.Output, output.Value, position))];

            Assert.Equal(leaves[position], Convert.ToHexStringLower(TraceEntry.Write(entries)));
            Assert.True(TraceEntry.TryRead(Convert.FromHexString(leaves[position]), out ImmutableArray<TraceEntry> read));
            Assert.Equal(entries, read);
            Assert.False(TraceEntry.TryRead(TraceEntry.Write([entries[1], entries[0]]), out _));
            Assert.False(TraceEntry.TryRead(Convert.FromHexString(leaves[position]).AsSpan(1), out _));
        }
    }

    private static Program RowProgram => new([new ProgramInput("x", ElementType.Float32, ["4", "12"])], [], [], [new ProgramOutput("x", 0)]);

    private static TraceEntry Entry(int step, int output, Tensor value, int position)
    {
        var header = ValueHeader.Of(value);
        int rowBytes = TraceEntry.RowBytes(header, position);
        return new TraceEntry(step, output, TraceEntry.RowOf(header, value.Bytes.AsSpan(position * rowBytes, rowBytes)));
    }

    private static DisputedAnswer Answer(JsonElement answer)
    {
        string Text(string name, string? otherwise = null) => answer.TryGetProperty(name, out JsonElement text) ? text.GetString()! : otherwise ?? throw new KeyNotFoundException(name);
        JsonElement tokens = answer.GetProperty("tokens");
        Assert.True(ValueHeader.TryParse(tokens.GetProperty("header").GetString()!, out ValueHeader? header));
        return new DisputedAnswer(
            int.Parse(Text("prompt"), CultureInfo.InvariantCulture),
            new SamplingParameters(Text("temperature"), Text("topP"), Text("topK"), "1", "")
            {
                MinP = Text("minP", "0"),
                LogitBias = Text("bias", ""),
                FrequencyPenalty = Text("frequencyPenalty", "0"),
                PresencePenalty = Text("presencePenalty", "0"),
                RepetitionPenalty = Text("repetitionPenalty", "1"),
            },
            Digest.Parse(Text("seed")),
            new ValueClaim(header, Digest.Parse(tokens.GetProperty("tiles").GetString()!)))
        {
            Ending = answer.TryGetProperty("ending", out JsonElement ending) ? new AnswerEnding(FinishReason.Stop, 64, [.. Numbers(ending.GetProperty("tokens"))], [ending.GetProperty("stops")[0].GetString()!]) : null,
            Grammar = answer.TryGetProperty("grammar", out JsonElement grammar) ? new AnswerGrammar(grammar.GetProperty("constraint").GetString()!, grammar.GetProperty("text").GetString()!, "") : null,
            EndTokens = [.. answer.TryGetProperty("grammar", out _) ? [2] : Array.Empty<int>()],
        };
    }

    private static string Canonical(JsonValue value) => Encoding.UTF8.GetString(CanonicalJson.Serialize(value));
}
