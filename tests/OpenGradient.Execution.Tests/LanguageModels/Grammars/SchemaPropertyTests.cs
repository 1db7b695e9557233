using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.LanguageModels;

/// <summary>Random schemas, and random tokens held to them: whatever comes out is JSON that fits; and what fits and is written canonically can come out.</summary>
public sealed class SchemaPropertyTests
{
    private const int LongestAnswer = 400;

    private static readonly byte[][] Tokens = MakeTokens();
    private static readonly VocabularyTrie Vocabulary = new(Tokens.Length, static token => Tokens[token]);

    private static readonly string[] Patterns = ["^[a-c]{1,3}$", "b", "^(ab|c)+x?$", "^a|c$", "[^a]", "^\\d+(\\.\\d{2})?$", "^.{2}$", "^$|^x"];

    private static readonly Gen<string> Leaf = Gen.OneOf(
        OneOf("""{"type":"boolean"}""", """{"type":"null"}""", """{"type":"string"}""", """{"enum":["a",1,null,[1,"b"]]}""", """{"const":{"k":"v"}}""", """{"type":["integer","null"]}"""),
        Gen.Select(Gen.Int[-30, 30], Gen.Int[0, 40], Gen.Bool, Gen.Bool, static (least, width, isOpen, isWhole) =>
            $$"""{"type":"{{(isWhole ? "integer" : "number")}}","{{(isOpen ? "exclusiveMinimum" : "minimum")}}":{{Tenths(least * 7)}},"maximum":{{Tenths((least * 7) + (width * 5) + 1)}}}"""),
        Gen.Select(Gen.Int[-5, 120], static most => $$"""{"type":"integer","exclusiveMaximum":{{most}}}"""),
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 4], static (least, more) => $$"""{"type":"string","minLength":{{least}},"maxLength":{{least + more}}}"""),
        Gen.Select(OneOf(Patterns), static pattern => $$"""{"type":"string","pattern":{{JsonSerializer.Serialize(pattern)}}}"""),
        Gen.Select(OneOf(Patterns), Gen.Int[0, 3], Gen.Int[0, 4], static (pattern, least, more) =>
            $$"""{"type":"string","pattern":{{JsonSerializer.Serialize(pattern)}},"minLength":{{least}},"maxLength":{{least + more}}}"""),
        OneOf("""{"type":"array","items":{"enum":["a",2,true]},"uniqueItems":true}""", """{"$ref":"#/$defs/list"}"""));

    private static readonly Gen<string> Schema = Gen.Recursive<string>(static (depth, inner) => depth > 2 ? Leaf : Gen.OneOf(
        Leaf,
        Gen.Select(inner, Gen.Int[0, 2], Gen.Int[0, 2], static (items, least, more) => $$"""{"type":"array","items":{{items}},"minItems":{{least}},"maxItems":{{least + more}}}"""),
        Gen.Select(inner, inner, Gen.Bool, Gen.Bool, static (a, b, needsA, isClosed) =>
            $$"""{"type":"object","properties":{"a":{{a}},"b":{{b}}},"required":[{{(needsA ? "\"a\"" : "")}}]{{(isClosed ? ",\"additionalProperties\":false" : "")}}}"""),
        Gen.Select(inner, static values => $$"""{"type":"object","additionalProperties":{{values}}}"""),
        Gen.Select(inner, inner, static (a, b) => $$"""{"anyOf":[{{a}},{{b}}]}"""),
        Gen.Select(inner, inner, static (a, b) => $$"""{"oneOf":[{{a}},{{b}}]}"""),
        Gen.Select(inner, inner, inner, static (a, b, c) => $$$"""{"allOf":[{"type":"object","properties":{"a":{{{a}}},"b":{{{b}}}},"required":["a"]},{"properties":{"b":{{{c}}}}}]}"""),
        Gen.Select(inner, inner, static (a, b) => $$$$"""{"type":"object","properties":{"k":{"enum":["x","y"]},"a":{{{{a}}}}},"required":["k"],"oneOf":[{"properties":{"k":{"const":"x"}}},{"properties":{"k":{"const":"y"},"a":{{{{b}}}}}}]}""")));

    [Fact]
    public void FindMask_RandomTokens_MakeJsonThatFitsTheSchema()
    {
        int finished = 0;
        Gen.Select(Schema, Gen.Int).SampleFixed(
            (inner, seed) =>
            {
                string schema = WithList(inner);
                if (TryCompile(schema) is not { } grammar || Answer(grammar, new Random(seed)) is not { } answer)
                    return;
                using JsonDocument made = JsonDocument.Parse(answer);
                using JsonDocument against = JsonDocument.Parse(schema);
                Assert.True(new SchemaOracle(against.RootElement).Fits(made.RootElement), $"{schema}: {Encoding.UTF8.GetString(answer)}");
                Interlocked.Increment(ref finished);
            },
            iter: 1500);

        Assert.True(finished > FixedSample.Share(500), $"{finished} finished");
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Read_CanonicalValues_AreTakenIfTheyFitAndOnlyThen()
    {
        Gen<string> value = Gen.Recursive<string>(static (depth, inner) => depth > 2
            ? Gen.OneOf(OneOf("true", "null", "\"\"", "\"a\"", "\"abx\"", "\"cab\"", "\"12.50\"", "\"é日\"", "\"\\n\\\"\"", "0", "-3", "7.5", "12", "[1,\"b\"]", "{\"k\":\"v\"}"), Gen.Int[-250, 250].Select(Tenths))
            : Gen.OneOf(
                inner,
                Gen.Select(inner, inner, Gen.Int[0, 2], static (a, b, count) => count switch { 0 => "[]", 1 => $"[{a}]", _ => $"[{a},{b}]" }),
                Gen.Select(inner, inner, Gen.Int[0, 3], static (a, b, which) => $"{{{string.Join(',', new[] { (which & 1) != 0 ? $"\"a\":{a}" : "", (which & 2) != 0 ? $"\"b\":{b}" : "" }.Where(static member => member.Length > 0))}}}"),
                Gen.Select(inner, OneOf("x", "y"), static (a, k) => $"{{\"k\":\"{k}\",\"a\":{a}}}")));
        int fitting = 0;

        Gen.Select(Schema, value).SampleFixed(
            (inner, text) =>
            {
                string schema = WithList(inner);
                if (TryCompile(schema) is not { } grammar)
                    return;
                using JsonDocument json = JsonDocument.Parse(text);
                using JsonDocument against = JsonDocument.Parse(schema);
                bool fits = new SchemaOracle(against.RootElement).Fits(json.RootElement);
                bool isTaken = grammar.Read(grammar.Begin(), Encoding.UTF8.GetBytes(text)).IsComplete;

                // Of an object with 'properties' a grammar makes no other members; nothing else that fits is left out.
                Assert.True(isTaken ? fits : !fits || HasOtherMembers(json.RootElement), $"{schema}: {text}");
                if (isTaken)
                    Interlocked.Increment(ref fitting);
            },
            iter: 20_000);

        Assert.True(fitting > 200, $"{fitting} fit");
    }

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static bool HasOtherMembers(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Any(),
        JsonValueKind.Array => value.EnumerateArray().Any(HasOtherMembers),
        _ => false,
    };

    private static string WithList(string inner) =>
        $$$$"""{"allOf":[{{{{inner}}}}],"$defs":{"list":{"type":"object","properties":{"a":{"type":"integer"},"b":{"anyOf":[{"type":"null"},{"$ref":"#/$defs/list"}]}},"required":["b"]}}}""";

    private static string Tenths(int tenths) => (tenths / 10m).ToString(CultureInfo.InvariantCulture);

    /// <summary>Null where a schema is refused: branches overlap, values stand beside other keywords, or nothing fits.</summary>
    private static TokenGrammar? TryCompile(string schema)
    {
        Assert.True(JsonReader.TryRead(Encoding.UTF8.GetBytes(schema), out JsonValue? json), schema);
        try
        {
            return new TokenGrammar(JsonSchemaGrammar.Compile(json, "schema"), Vocabulary, endTokens: [0]);
        }
        catch (InvalidInputException exception) when (exception.Kind == InvalidInputKind.Unsupported || exception.Message == "No text fits it.")
        {
            return null;
        }
    }

    /// <summary>An answer of random tokens, the end wherever it is allowed at the next toss of a coin; null if it grows too long.</summary>
    private static byte[]? Answer(TokenGrammar grammar, Random random)
    {
        List<byte> answer = [];
        GrammarState state = grammar.Begin();
        while (answer.Count < LongestAnswer)
        {
            TokenMask mask = grammar.FindMask(ref state)!.Value;
            int[] allowed = [.. Enumerable.Range(1, Tokens.Length - 1).Where(token => mask.Allows(token))];
            if (mask.Allows(0) && (allowed.Length == 0 || random.Next(2) == 0))
                return [.. answer];
            Assert.NotEmpty(allowed);

            // Short tokens and the ends of strings and brackets often, so that most answers end.
            int[] closing = [.. allowed.Where(token => Tokens[token][^1] is (byte)'"' or (byte)']' or (byte)'}')];
            int chosen = closing.Length > 0 && random.Next(3) > 0 ? closing[random.Next(closing.Length)] : allowed[random.Next(allowed.Length)];
            answer.AddRange(Tokens[chosen]);
            state = grammar.Read(state, Tokens[chosen]);
        }

        return null;
    }

    /// <summary>All bytes, so that every text can be written; and pieces that cross the borders of JSON's parts.</summary>
    private static byte[][] MakeTokens()
    {
        string[] pieces =
        [
            "{\"", "\":", "\": ", "\",", "\", \"", "\"}", "[]", "{}", "},", "]}", "true", "null", "12", "-1", "0.", ".5", "00", "ab", "abc", "cab", "x\"", "\"a", "\"b\":", "\"k\":\"x\"", " \"", "\\n", "\\\"",
            "\\u00e9", "é", "日本", "𝄞", "aaaaaaaaaaaaaaaaaaaa", "9999999999",
        ];
        return [[], .. Enumerable.Range(0, 256).Select(static value => new[] { (byte)value }), .. pieces.Select(Encoding.UTF8.GetBytes), [0xE6, 0x97], [0xA5, (byte)'"']];
    }
}
