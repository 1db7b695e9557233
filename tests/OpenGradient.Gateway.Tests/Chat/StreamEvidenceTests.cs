using System.Text;
using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Verification;

namespace OpenGradient.Gateway.Tests.Chat;

/// <summary>Evidence that flows with streamed answers, as a client verifies it (receipt-1 §8).</summary>
public sealed class StreamEvidenceTests(TestNode node)
{
    private const string Messages = "\"messages\":[{\"role\":\"user\",\"content\":\"What is 12 + 30?\"}]";

    private const string Tools =
        """
        "tools":[{"type":"function","function":{"name":"pay","description":"Pay an amount to a payee.","parameters":{"type":"object","properties":{"to":{"type":"string"},"amount":{"type":"number"}}}}}]
        """;

    private const string Payment = "\"messages\":[{\"role\":\"user\",\"content\":\"Pay 20 to alice\"}]";

    public static TheoryData<string, string> Requests() => new()
    {
        { "/v1/chat/completions", Messages },
        { "/v1/chat/completions", Messages + ",\"temperature\":100,\"max_tokens\":100,\"logprobs\":true,\"top_logprobs\":2" },
        { "/v1/chat/completions", Messages + ",\"temperature\":100,\"max_tokens\":70,\"n\":3" },
        { "/v1/chat/completions", Payment + "," + Tools },
        { "/v1/completions", "\"prompt\":\"12 + 30\",\"max_tokens\":96,\"temperature\":100" },
        { "/v1/completions", "\"prompt\":\"12 + 30\",\"max_tokens\":1,\"n\":2" },
        { "/v1/responses", "\"input\":\"What is 12 + 30?\"" },
        { "/v1/responses", "\"input\":\"Pay 20 to alice\",\"tools\":[{\"type\":\"function\",\"name\":\"pay\",\"parameters\":{\"type\":\"object\",\"properties\":{\"to\":{\"type\":\"string\"},\"amount\":{\"type\":\"number\"}}}}]" },
        { "/v1/messages", Messages + ",\"max_tokens\":80,\"temperature\":1" },
        { "/v1/messages", Payment + ",\"max_tokens\":80,\"tools\":[{\"name\":\"pay\",\"input_schema\":{\"type\":\"object\",\"properties\":{\"to\":{\"type\":\"string\"},\"amount\":{\"type\":\"number\"}}}}]" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Stream_AsSent_IsCompleteAndAllOfItVerified(string path, string members)
    {
        byte[] stream = await StreamAsync(path, members);
        AnswerStreamVerifier verifier = new(Expectation());

        foreach (byte[] piece in stream.Chunk(7))
            verifier.Append(piece);

        Assert.Equal(StreamCode.Complete, verifier.End().Code);
        Assert.Equal(stream.Length, verifier.VerifiedBytes);
        Assert.All(verifier.Answers, static answer => Assert.NotNull(answer.Receipt));
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Stream_AnyEventOrEvidenceLeftOut_IsNoticedUnlessItShowsNothing(string path, string members)
    {
        string[] blocks = Encoding.UTF8.GetString(await StreamAsync(path, members)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);

        for (int dropped = 0; dropped < blocks.Length; dropped++)
        {
            string[] rest = [.. blocks.Where((_, index) => index != dropped)];
            if (Verify(rest).Code == StreamCode.Complete)
                Assert.DoesNotMatch("og-head|og-segment|\"receipts?\":|\"content\":\"[^\"]|completion\".*\"text\":\"[^\"]|_delta\",|tool_calls\":\\[|\\.delta\"", blocks[dropped]);
        }
    }

    [Fact]
    public async Task Stream_TextChanged_IsNoticedAtItsSegmentAndNothingOfItIsReleased()
    {
        string stream = Encoding.UTF8.GetString(await StreamAsync("/v1/completions", LongAnswer));
        int second = stream.IndexOf(": og-segment", StringComparison.Ordinal);
        int chunk = stream.IndexOf("\"text\":\"", second, StringComparison.Ordinal) + "\"text\":\"".Length;
        AnswerStreamVerifier verifier = new(Expectation());

        StreamVerdict verdict = verifier.Append(Encoding.UTF8.GetBytes(stream.Insert(chunk, "not ")));

        Assert.Equal(StreamCode.TextChanged, verdict.Code);
        Assert.Equal(1, verdict.Segments);
        Assert.InRange(verifier.VerifiedBytes, second, chunk);
    }

    [Fact]
    public async Task Stream_BrokenOff_HasAReceiptForWhatWasDelivered()
    {
        FinishReason finish = FinishReason.Complete;
        int milliseconds = 1;
        for (int attempt = 0; attempt < 100 && finish != FinishReason.Aborted; attempt++)
        {
            StreamVerifier answer = await ReadAndLeaveAsync(milliseconds);
            Bundle bundle = await FetchAsync(answer.Head.Nonce.Provider);

            Assert.Equal(StreamCode.Complete, answer.Complete(bundle).Code);
            // How long a segment takes depends on the machine: more time where none was ready, less where the answer was whole.
            bool early = answer.Verdict.Segments == 0;
            finish = early ? FinishReason.Complete : answer.Receipt!.Content.Finish;
            milliseconds = early ? milliseconds + milliseconds / 4 + 1 : Math.Max(1, milliseconds * 3 / 4);
        }

        Assert.Equal(FinishReason.Aborted, finish);
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Stream_ClientLeavesBehindASegment_HasAReceiptThatBeginsWithWhatItWasShown(int segments)
    {
        StreamVerifier answer = await ReadSegmentsAndHangUpAsync(segments);

        while (!await IsOverAsync(answer.Head.Nonce.Provider))
            await Task.Yield();
        Bundle bundle = await FetchAsync(answer.Head.Nonce.Provider);

        Assert.Equal(segments, answer.Verdict.Segments);
        Assert.Equal(StreamCode.Complete, answer.Complete(bundle).Code);
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Stream_BundlesPreferred_ComeBeforeTheReceiptsAndAreTheirs(string path, string members)
    {
        using HttpResponseMessage response = await node.PostJsonAsync(path, Body(members), ("anthropic-version", "2023-06-01"), ("Prefer", "receipt-bundle, wait=30"));
        string stream = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        AnswerStreamVerifier verifier = new(Expectation());
        verifier.Append(Encoding.UTF8.GetBytes(stream));

        Assert.Equal(StreamCode.Complete, verifier.End().Code);
        StreamBundle[] bundles = [.. stream.Split('\n').Select(static line => StreamBundle.TryParse(Encoding.UTF8.GetBytes(line), out StreamBundle? bundle) ? bundle : null).OfType<StreamBundle>()];
        Assert.Equal(verifier.Answers.Select(static answer => (answer.Head.Choice, answer.Receipt!.Id)), bundles.Select(static bundle => (bundle.Choice, ReceiptOf(bundle))));
        Assert.True(stream.LastIndexOf(": og-bundle ", StringComparison.Ordinal) < stream.IndexOf("\"dsse\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stream_Unasked_HasNoEvidence()
    {
        using HttpResponseMessage response = await node.PostJsonAsync("/v1/chat/completions", $$"""{"model":"tinychat","stream":true,{{Messages}}}""");

        Assert.DoesNotContain("\n:", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>Whether an answer has its receipt.</summary>
    private async Task<bool> IsOverAsync(string providerNonce)
    {
        using HttpResponseMessage response = await node.Http.GetAsync(new Uri($"/v1/receipts/{providerNonce}", UriKind.Relative));
        return response.IsSuccessStatusCode;
    }

    private static ReceiptId ReceiptOf(StreamBundle bundle)
    {
        VerificationReport report = BundleVerifier.Verify(bundle.Bytes, Policy.Default, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        Assert.True(report.Accepted);
        return report.Receipt!.Id;
    }

    /// <summary>Reads a stream up to a segment, and closes the connection.</summary>
    private async Task<StreamVerifier> ReadSegmentsAndHangUpAsync(int segments)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/v1/completions") { Content = new StringContent(Body(LongAnswer), Encoding.UTF8, "application/json") };
        using HttpResponseMessage response = await node.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using Stream stream = await response.Content.ReadAsStreamAsync();
        AnswerStreamVerifier verifier = new(Expectation());
        byte[] one = new byte[1];
        while (verifier.Answers.Count == 0 || verifier.Verdict.Segments < segments)
        {
            Assert.Equal(1, await stream.ReadAsync(one));
            Assert.False(verifier.Append(one).IsFault);
        }

        return Assert.Single(verifier.Answers);
    }

    private static StreamVerdict Verify(string[] blocks)
    {
        AnswerStreamVerifier verifier = new(Expectation());
        verifier.Append(Encoding.UTF8.GetBytes(string.Join("\n\n", blocks) + "\n\n"));
        return verifier.End();
    }

    private static StreamExpectation Expectation() => new("000102", null);

    private async Task<byte[]> StreamAsync(string path, string members)
    {
        using HttpResponseMessage response = await node.PostJsonAsync(path, Body(members), ("anthropic-version", "2023-06-01"));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadAsByteArrayAsync();
    }

    /// <summary>Lets the node cut an answer off, and reads its stream up to the last chunk before the last segment.</summary>
    private async Task<StreamVerifier> ReadAndLeaveAsync(int milliseconds)
    {
        using HttpResponseMessage response = await node.PostJsonAsync("/v1/completions", Body(LongAnswer), ("Answer-Time", $"{milliseconds}"));
        string stream = await response.Content.ReadAsStringAsync();
        AnswerStreamVerifier verifier = new(Expectation());
        verifier.Append(Encoding.UTF8.GetBytes(stream[..stream.LastIndexOf(": og-segment", StringComparison.Ordinal)]));
        Assert.Equal(StreamCode.Open, verifier.Verdict.Code);
        return Assert.Single(verifier.Answers);
    }

    /// <summary>A request whose answer is long: no token may end it.</summary>
    private string LongAnswer
    {
        get
        {
            IEnumerable<string> ends = node.Node.Services.Models.Get("tinychat").RequireChat().EndTokens.Select(static token => $"\"{token}\":-100");
            return $"\"prompt\":\"12 + 30\",\"max_tokens\":1000,\"temperature\":1,\"logit_bias\":{{{string.Join(',', ends)}}}";
        }
    }

    private async Task<Bundle> FetchAsync(string providerNonce)
    {
        Assert.True(Bundle.TryParse(await node.Http.GetByteArrayAsync($"/v1/receipts/{providerNonce}"), out Bundle? bundle, out _));
        return bundle;
    }

    private static string Body(string members) => $$"""{"model":"tinychat","stream":true,"receipt":{"include":true,"nonce":"AAEC"},{{members}}}""";
}
