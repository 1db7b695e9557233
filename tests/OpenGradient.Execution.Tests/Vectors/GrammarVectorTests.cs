using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.Vectors;

/// <summary>Which tokens a grammar allows after a text, against the vectors beside the specification, which were found by another method.</summary>
public sealed class GrammarVectorTests
{
    private static readonly JsonElement Vectors = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("spec/exec-1/vectors/grammars.json"))).RootElement;

    public static TheoryData<string> Names() => [.. Vectors.GetProperty("cases").EnumerateArray().Select(static vector => vector.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Allowed_AfterEachText_AreTheTokensOfTheVector(string name)
    {
        JsonElement vector = Vectors.GetProperty("cases").EnumerateArray().Single(vector => vector.GetProperty("name").GetString() == name);
        byte[][] tokens = [.. Vectors.GetProperty("vocabulary").EnumerateArray().Select(static token => Convert.FromHexString(token.GetString()!))];
        ImmutableArray<int> endTokens = [.. Vectors.GetProperty("endTokens").EnumerateArray().Select(static token => token.GetInt32())];
        TokenGrammar grammar = new(Compile(vector), new VocabularyTrie(tokens.Length, token => tokens[token]), endTokens);

        foreach (JsonElement answer in vector.GetProperty("answers").EnumerateArray())
        {
            byte[] text = Convert.FromHexString(answer.GetProperty("text").GetString()!);
            GrammarState state = grammar.Read(grammar.Begin(), text);
            TokenMask mask = grammar.FindMask(ref state)!.Value;
            int[] allowed = [.. Enumerable.Range(0, tokens.Length).Where(token => mask.Allows(token))];
            int[] expected = [.. answer.GetProperty("allowed").EnumerateArray().Select(static token => token.GetInt32())];
            Assert.Equal(Show(text, tokens, expected), Show(text, tokens, allowed));
        }
    }

    private static Grammar Compile(JsonElement vector)
    {
        if (vector.TryGetProperty("grammar", out JsonElement text))
            return GrammarText.Parse(text.GetString()!, "grammar");
        if (vector.TryGetProperty("schema", out JsonElement schema))
            return JsonSchemaGrammar.Compile(Parse(schema), "schema");
        if (!vector.TryGetProperty("calls", out JsonElement calls))
            return JsonSchemaGrammar.AnyObject();
        var functions = calls.GetProperty("functions").EnumerateArray().Select(static function => (function[0].GetString()!, Parse(function[1]), "tools"));
        (string, string) tags = ("<tool_call>", "</tool_call>");
        return calls.TryGetProperty("isFree", out _)
            ? ToolCallGrammar.TextWithCalls([.. functions], tags)
            : ToolCallGrammar.Calls([.. functions], tags, calls.GetProperty("isOne").GetBoolean());
    }

    private static JsonValue Parse(JsonElement json) =>
        JsonReader.TryRead(Encoding.UTF8.GetBytes(json.GetRawText()), out JsonValue? value) ? value : throw new InvalidDataException(json.GetRawText());

    private static string Show(byte[] text, byte[][] tokens, int[] allowed) =>
        $"{Encoding.UTF8.GetString(text)} -> {string.Join(' ', allowed.Select(token => $"{token}:{Encoding.UTF8.GetString(tokens[token])}"))}";
}
