using System.Net;
using System.Text;
using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Receipts;
using OpenGradient.Transparency.Log;
using OpenGradient.Verification;

namespace OpenGradient.Gateway.Tests.Chat;

/// <summary>Kills a node in the middle of a streamed answer: what it had signed until then is what its client holds, and nothing else is lost (receipt-1 §8.3).</summary>
[Trait("Category", "Slow")]
public sealed class StreamKillTests
{
    private const string Completions = "/v1/completions";
    private const string Short = """{"model":"tinychat","stream":true,"max_tokens":40,"prompt":"1 2 3","receipt":{"include":true,"nonce":"AAEC"}}""";
    private const string Long = """{"model":"tinychat","stream":true,"max_tokens":490,"prompt":"1 2 3","grammar":"root ::= [0-9]{500}","receipt":{"include":true,"nonce":"AAEC"}}""";

    [Theory]
    [InlineData(1L)]
    [InlineData(3L)]
    public async Task Kill_BehindASegment_LeavesTheSegmentsAndNoReceipt(long segments)
    {
        using TemporaryDirectory data = new();
        StreamVerifier whole;
        AnswerStreamVerifier killed;
        int attempts = 0;
        do
        {
            using NodeProcess node = await NodeProcess.StartAsync(data.Path, SampleModels.Directory);
            whole = Assert.Single((await ReadAsync(node, Short, static _ => Task.CompletedTask)).Answers);
            killed = await ReadAsync(node, Long, answer => answer.Verdict.Segments == segments ? node.KillAsync() : Task.CompletedTask);
        }
        while (killed.End().Code == StreamCode.Complete && ++attempts < 20); // all of it may be on its way before the node dies

        StreamVerifier cut = Assert.Single(killed.Answers);
        Assert.Equal(StreamCode.Cut, killed.End().Code);
        Assert.Equal(StreamCode.Complete, whole.Verdict.Code);
        Assert.InRange(cut.Verdict.Segments, segments, long.MaxValue); // those on their way when it died arrive too
        Assert.Null(cut.Receipt);
        await RequireSurvivorAsync(data.Path, whole, cut);
    }

    /// <summary>A stream as a client reads it, until it is over or the node is gone.</summary>
    private static async Task<AnswerStreamVerifier> ReadAsync(NodeProcess node, string body, Func<AnswerStreamVerifier, Task> look)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, Completions) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        using HttpResponseMessage response = await node.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using Stream stream = await response.Content.ReadAsStreamAsync();
        AnswerStreamVerifier verifier = new(new StreamExpectation("000102", null));
        byte[] one = new byte[1];
        long seen = 0;
        try
        {
            while (await stream.ReadAsync(one) == 1)
            {
                Assert.False(verifier.Append(one).IsFault);
                if (verifier.Verdict.Segments == seen)
                    continue;
                seen = verifier.Verdict.Segments;
                await look(verifier);
            }
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            // The node was killed: the stream has no end.
        }

        return verifier;
    }

    /// <summary>Of the answer that died with the node there is no receipt; the one before it is there, provable, and the log goes on.</summary>
    private static async Task RequireSurvivorAsync(string data, StreamVerifier whole, StreamVerifier cut)
    {
        using (NodeProcess survivor = await NodeProcess.StartAsync(data, SampleModels.Directory))
        {
            using HttpResponseMessage lost = await survivor.Http.GetAsync($"/v1/receipts/{cut.Head.Nonce.Provider}");
            byte[] kept = await survivor.Http.GetByteArrayAsync($"/v1/receipts/{whole.Head.Nonce.Provider}");
            AnswerStreamVerifier next = await ReadAsync(survivor, Short, static _ => Task.CompletedTask);

            Assert.Equal(HttpStatusCode.NotFound, lost.StatusCode);
            Assert.True(BundleVerifier.Verify(kept, Policy.Default, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()).Accepted);
            Assert.Equal(StreamCode.Complete, next.Verdict.Code);
            await survivor.KillAsync();
        }

        using NodeKeys keys = NodeKeys.LoadOrCreate(Path.Combine(data, "keys"));
        LogAuditReport audit = await LogAuditor.CheckAsync(Path.Combine(data, "log"), keys.Log.VerifierKey);
        Assert.True(audit.IsConsistent, string.Join('\n', audit.Findings));
    }
}
