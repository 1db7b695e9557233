using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OpenGradient.Proxy.Tests;

/// <summary>Each event and each line of evidence of a stream left out, told twice, or in another place, for every API: what is released is what the honest stream shows, or its beginning without an end.</summary>
public sealed partial class StreamLieTests(NodeFixture fixture) : IClassFixture<NodeFixture>
{
    private const string Payment = "\"messages\":[{\"role\":\"user\",\"content\":\"Pay 20 to alice\"}]";
    private const string Text = "\"input\":\"Pay 20 to alice\"";
    private const string Schema = """{"type":"object","properties":{"to":{"type":"string"},"amount":{"type":"number"}}}""";

    private static readonly (string Path, string Members)[] Requests =
    [
        ("/v1/chat/completions", $$"""{{Payment}},"tools":[{"type":"function","function":{"name":"pay","description":"Pay an amount to a payee.","parameters":{{Schema}} } }]"""),
        ("/v1/chat/completions", "\"messages\":[{\"role\":\"user\",\"content\":\"What is 12 + 30?\"}],\"n\":2,\"temperature\":1"),
        ("/v1/completions", "\"prompt\":\"1 + 1\",\"max_tokens\":5,\"n\":2,\"temperature\":1"),
        ("/v1/responses", $$"""{{Text}},"tools":[{"type":"function","name":"pay","parameters":{{Schema}} }]"""),
        ("/v1/messages", $$"""{{Payment}},"max_tokens":80,"tools":[{"name":"pay","input_schema":{{Schema}} }]"""),
    ];

    private static readonly (string Name, Func<string[], int, IEnumerable<string>> Change)[] Lies =
    [
        ("left out", static (blocks, place) => [.. blocks[..place], .. blocks[(place + 1)..]]),
        ("told twice", static (blocks, place) => [.. blocks[..place], blocks[place], .. blocks[place..]]),
        ("after the next", static (blocks, place) => place + 1 == blocks.Length ? blocks : [.. blocks[..place], blocks[place + 1], blocks[place], .. blocks[(place + 2)..]]),
        ("at the end", static (blocks, place) => [.. blocks[..place], .. blocks[(place + 1)..], blocks[place]]),
        ("behind a comment", static (blocks, place) => [.. blocks[..place], ": a word of mine", .. blocks[place..]]),
    ];

    public static TheoryData<int, int> Cases => [.. Enumerable.Range(0, Requests.Length).SelectMany(static _ => Enumerable.Range(0, Lies.Length), static (request, lie) => (request, lie))];

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Cases))]
    public async Task Post_StreamWithABlockInAnotherPlace_ReleasesWhatWasSaidOrItsBeginning(int request, int lie)
    {
        await using TestProxy proxy = await TestProxy.StartAsync(fixture);
        (string path, string members) = Requests[request];
        int refused = 0;
        proxy.Liar.BringsBundles = true;

        for (int place = 0, count = 1; place < count; place++)
        {
            string honest = "";
            int at = place;
            proxy.Liar.ChangeAnswer = (asked, stream) =>
            {
                if (asked != path)
                    return stream;
                honest = stream;
                string[] blocks = stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
                count = blocks.Length;
                return at < count ? string.Concat(Lies[lie].Change(blocks, at).Select(static block => block + "\n\n")) : stream;
            };
            int kept = Directory.GetFiles(proxy.Store).Length;

            (int status, string released) = await proxy.PostAsync(path, $$"""{"model":"tinychat","stream":true,{{members}}}""");

            bool isRefused = status != 200 || released.Contains("The answer was not released", StringComparison.Ordinal);
            refused += isRefused ? 1 : 0;
            AssertShown(honest, released, isRefused, $"{path}, block {place} {Lies[lie].Name}: {released}");
            Assert.Equal(isRefused, Directory.GetFiles(proxy.Store).Length == kept);
        }

        Assert.Equal(Lies[lie].Name != "behind a comment", refused > 0);
    }

    /// <summary>A node that dies in the middle of a stream, behind its first segment or within the line.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-7)]
    public async Task Post_ConnectionBreaksBehindASegment_ReleasesItAndSaysSo(int place)
    {
        await using TestProxy proxy = await TestProxy.StartAsync(fixture);
        proxy.Liar.BreaksOffAt = answer => place + answer.IndexOf("\n\n", answer.IndexOf(": og-segment ", StringComparison.Ordinal), StringComparison.Ordinal) + 2;

        (int status, string released) = await proxy.PostAsync("/v1/completions", """{"model":"tinychat","stream":true,"max_tokens":110,"prompt":"1 2 3","grammar":"root ::= [0-9]{120}"}""");

        Assert.Equal(200, status);
        Assert.Contains("broke off", released, StringComparison.Ordinal);
        Assert.Equal(place >= 0, released.Contains("\"text\":\"", StringComparison.Ordinal));
        Assert.DoesNotContain("[DONE]", released, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(proxy.Store));
    }

    private static void AssertShown(string honest, string released, bool isRefused, string what)
    {
        for (int choice = 0; choice < 2; choice++)
        {
            string whole = Shown(honest, choice);
            string shown = Shown(released, choice);
            Assert.True(isRefused ? whole.StartsWith(shown, StringComparison.Ordinal) : whole == shown, what);
        }

        Assert.False(isRefused && EndMark().IsMatch(released), what);
    }

    /// <summary>What a client shows of an answer: its text, and the arguments of its calls.</summary>
    private static string Shown(string stream, int choice)
    {
        StringBuilder shown = new();
        foreach (Match data in Data().Matches(stream))
            shown.Append(ShownBy(JsonNode.Parse(data.Groups[1].Value)!, choice));
        return shown.ToString();
    }

    private static string? ShownBy(JsonNode piece, int choice) => (string?)piece["type"] switch
    {
        "response.output_text.delta" or "response.function_call_arguments.delta" => (string?)piece["delta"],
        "content_block_delta" => (string?)(piece["delta"]!["text"] ?? piece["delta"]!["partial_json"]),
        null => string.Concat((piece["choices"]?.AsArray() ?? []).Where(one => (int)one!["index"]! == choice).Select(static one => ShownBy(one!))),
        _ => "",
    };

    private static string ShownBy(JsonNode choice) =>
        $"{choice["text"]}{choice["delta"]?["content"]}{string.Concat((choice["delta"]?["tool_calls"]?.AsArray() ?? []).Select(static call => call!["function"]!["arguments"]))}";

    [GeneratedRegex("^data: (\\{.*)$", RegexOptions.Multiline)]
    private static partial Regex Data();

    [GeneratedRegex("^data: \\[DONE\\]|\"message_stop\"|\"response\\.completed\"", RegexOptions.Multiline)]
    private static partial Regex EndMark();
}
