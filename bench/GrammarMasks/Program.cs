using System.Diagnostics;
using System.Globalization;
using System.Text;
using OpenGradient.Benchmarks.GrammarMasks;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Primitives;

// What it takes to find the tokens that may come next, in a vocabulary of 150,000: for a new grammar, token by token, and the second time.
// Usage: GrammarMasks [FILE]      a file with a token's bytes in hexadecimal on each line, in place of the synthetic vocabulary
const string Prose = "The quick brown fox jumps over the lazy dog and then it goes on, and on, again and again, and once more it jumps until nobody can count how often";
byte[][] tokens = args.Length > 0 ? [.. File.ReadLines(args[0]).Select(Convert.FromHexString)] : SyntheticVocabulary.Create(150_000);
VocabularyTrie vocabulary = new(tokens.Length, token => tokens[token]);
(string Name, Func<Grammar> Make, string Answer)[] subjects =
[
    ("strings of any length", () => Schema("""{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"required":["a","b"]}"""), $$"""{"a": "{{Prose}}", "b": "{{Prose}}"}"""),
    ("maxLength 1000", () => Schema("""{"type":"string","maxLength":1000}"""), $"\"{Prose}\""),
    ("maxLength 150", () => Schema("""{"type":"string","maxLength":150}"""), $"\"{Prose}\""),
    ("pattern, maxLength", () => Schema("""{"type":"string","pattern":"^[A-Z].*$","maxLength":200}"""), $"\"{Prose}\""),
    ("[a-z ,A-Z]{1,200}", () => GrammarText.Parse("root ::= [a-z ,A-Z]{1,200} \"!\"", "grammar"), Prose + "!"),
    ("any object", JsonSchemaGrammar.AnyObject, $$"""{"a": [1, 2.5, {"b": "{{Prose}}"}], "c": true}"""),
    ("free text, then calls", () => ToolCallGrammar.TextWithCalls([("pay", Parse("""{"type":"object"}"""), "tools")], ("<tool_call>", "</tool_call>")), Prose + " " + Prose),
];
Console.WriteLine("milliseconds a token       tokens    first: median     p90     max     second: median     max");
foreach ((string name, Func<Grammar> make, string answer) in subjects)
{
    Measure(new TokenGrammar(make(), vocabulary, [tokens.Length - 1]), answer); // compiles the code and makes the vocabulary's slices
    TokenGrammar grammar = new(make(), vocabulary, [tokens.Length - 1]);
    double[] first = Measure(grammar, answer);
    double[] second = Measure(grammar, answer);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{name,-25}{first.Length,8}{first[first.Length / 2],17:F3}{first[first.Length * 9 / 10],8:F3}{first[^1],8:F3}{second[second.Length / 2],19:F3}{second[^1],8:F3}"));
}

double[] Measure(TokenGrammar grammar, string answer)
{
    List<double> times = [];
    ReadOnlyMemory<byte> left = Encoding.UTF8.GetBytes(answer);
    GrammarState state = grammar.Begin();
    while (true)
    {
        long begin = Stopwatch.GetTimestamp();
        TokenMask mask = grammar.FindMask(ref state) ?? throw new InvalidOperationException("It took too much.");
        times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        if (left.IsEmpty)
            return [.. times.Order()];
        byte[] token = tokens.Where((bytes, index) => bytes.Length > 0 && left.Span.StartsWith(bytes) && mask.Allows(index)).MaxBy(static bytes => bytes.Length)!;
        state = grammar.Read(state, token);
        left = left[token.Length..];
    }
}

static Grammar Schema(string json) => JsonSchemaGrammar.Compile(Parse(json), "schema");

static JsonValue Parse(string json) => JsonReader.TryRead(Encoding.UTF8.GetBytes(json), out JsonValue? value) ? value : throw new ArgumentException(json);
