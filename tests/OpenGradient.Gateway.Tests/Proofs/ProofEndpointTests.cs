using System.Net;
using System.Text.Json;
using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Receipts;
using OpenGradient.Verification;
using OpenGradient.Zk;

namespace OpenGradient.Gateway.Tests.Proofs;

/// <summary><c>/v1/receipts/{id}/prove</c>, with a real prover.</summary>
public sealed class ProofEndpointTests(TestNode node)
{
    [Fact]
    public async Task Prove_AReceiptOfAnIntegerModel_PutsTheProofIntoItsBundle()
    {
        await ProvableModel.PublishAsync(node.Http);
        (string id, _) = await ProvableModel.InferAsync(node.Http);

        using HttpResponseMessage accepted = await ProvableModel.ProveAsync(node.Http, id);
        JsonElement done = await ProvableModel.WaitAsync(node.Http, id);
        using HttpResponseMessage again = await ProvableModel.ProveAsync(node.Http, id);

        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        Assert.Equal($"/v1/receipts/{id}/prove", accepted.Headers.Location?.ToString());
        Assert.Equal("done", done.GetProperty("state").GetString());
        Assert.True(done.GetProperty("bytes").GetInt64() > 100_000);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        VerificationReport report = await node.VerifyAsync(id);
        Assert.True(report.Rows.Single(static row => row.Kind == RowKind.Proof).IsValid);
        Assert.Contains(report.Establishes, static sentence => sentence.StartsWith("A proof shows that Program", StringComparison.Ordinal));
        Assert.Contains(report.DoesNotEstablish, static sentence => sentence.StartsWith("That proof key", StringComparison.Ordinal));
    }

    /// <summary>A proof shows its input: who may not see the input gets neither the proof nor the right to ask for one.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public async Task Prove_ThroughAProxyWithoutToken_IsRefusedAndNotShown()
    {
        await ProvableModel.PublishAsync(node.Http);
        (string id, _) = await ProvableModel.InferAsync(node.Http);
        (await ProvableModel.ProveAsync(node.Http, id)).Dispose();
        await ProvableModel.WaitAsync(node.Http, id);

        using HttpResponseMessage refused = await SendAsync(HttpMethod.Post, id);
        using HttpResponseMessage unseen = await SendAsync(HttpMethod.Get, id);
        using HttpResponseMessage kept = await SendAsync(HttpMethod.Delete, id);
        using HttpRequestMessage request = new(HttpMethod.Get, $"/v1/receipts/{id}");
        request.Headers.Add("Via", "1.1 proxy");
        using HttpResponseMessage bundle = await node.Http.SendAsync(request);

        Assert.Equal([HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden], [refused.StatusCode, unseen.StatusCode, kept.StatusCode]);
        Assert.DoesNotContain(ProofEvidence.Type, await bundle.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prove_AReceiptOfAFloatModel_IsRefused()
    {
        string id = await node.InferAsync();

        using HttpResponseMessage response = await ProvableModel.ProveAsync(node.Http, id);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("og model compile", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", 404)]
    [InlineData("latest", 400)]
    public async Task Prove_BadId_IsRefused(string id, int status)
    {
        using HttpResponseMessage post = await ProvableModel.ProveAsync(node.Http, id);
        using HttpResponseMessage get = await node.Http.GetAsync($"/v1/receipts/{id}/prove");
        using HttpResponseMessage delete = await node.Http.DeleteAsync($"/v1/receipts/{id}/prove");

        Assert.Equal([status, status, status], [(int)post.StatusCode, (int)get.StatusCode, (int)delete.StatusCode]);
    }

    [Fact]
    public async Task Get_NobodyAsked_IsNotFound()
    {
        string id = await node.InferAsync();

        using HttpResponseMessage response = await node.Http.GetAsync($"/v1/receipts/{id}/prove");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Prove_MoreMemoryThanTheNodeGives_IsRefusedWithTheEstimate()
    {
        using TemporaryDirectory data = new();
        await using Node small = await Node.StartAsync(new NodeOptions { DataDirectory = data.Path, ProofBytes = 1 << 20 }, progress: null, CancellationToken.None);
        using HttpClient http = new() { BaseAddress = small.Address };
        await ProvableModel.PublishAsync(http);
        (string id, _) = await ProvableModel.InferAsync(http);

        using HttpResponseMessage response = await ProvableModel.ProveAsync(http, id);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Matches("about [0-9]+ MiB of memory; this node gives 1 MiB", await response.Content.ReadAsStringAsync());
    }

    /// <summary>A node that stops puts the proof that it makes back into the queue, and the next start makes it.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public async Task Prove_TheNodeStopsMeanwhile_IsProvedAfterTheNextStart()
    {
        using TemporaryDirectory data = new();
        string id;
        await using (Node first = await Node.StartAsync(new NodeOptions { DataDirectory = data.Path }, progress: null, CancellationToken.None))
        {
            using HttpClient http = new() { BaseAddress = first.Address };
            await ProvableModel.PublishAsync(http);
            (id, _) = await ProvableModel.InferAsync(http);
            (await ProvableModel.ProveAsync(http, id)).Dispose();
        }

        await using Node second = await Node.StartAsync(new NodeOptions { DataDirectory = data.Path }, progress: null, CancellationToken.None);
        using HttpClient later = new() { BaseAddress = second.Address };

        Assert.Equal("done", (await ProvableModel.WaitAsync(later, id)).GetProperty("state").GetString());
    }

    /// <summary>A page elsewhere can make a browser send a POST, but not of this content type.</summary>
    [Fact]
    public async Task Prove_WithoutTheContentTypeOfAProgram_IsRefused()
    {
        string id = await node.InferAsync();

        using HttpResponseMessage response = await node.Http.PostAsync($"/v1/receipts/{id}/prove", null);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    /// <summary>The node shows the proof to whoever may see the input, with what opens it.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public async Task Prove_Private_HidesWhatWasAskedForAndNothingElseIsGivenForIt()
    {
        await ProvableModel.PublishAsync(node.Http);
        (string id, _) = await ProvableModel.InferAsync(node.Http);

        using HttpResponseMessage accepted = await ProvableModel.ProveAsync(node.Http, id, """{"private":"both"}""");
        await ProvableModel.WaitAsync(node.Http, id);
        using HttpResponseMessage again = await ProvableModel.ProveAsync(node.Http, id, """{"private":"both"}""");
        using HttpResponseMessage other = await ProvableModel.ProveAsync(node.Http, id);

        Assert.Equal("both", (await TestNode.ReadJsonAsync(accepted)).GetProperty("private").GetString());
        Assert.Equal([HttpStatusCode.Accepted, HttpStatusCode.OK, HttpStatusCode.Conflict], [accepted.StatusCode, again.StatusCode, other.StatusCode]);
        Assert.True((await node.VerifyAsync(id)).Rows.Single(static row => row.Kind == RowKind.Proof).IsValid);
        Assert.True(Bundle.TryParse(await node.Http.GetByteArrayAsync($"/v1/receipts/{id}"), out Bundle? bundle, out _));
        Assert.True(ProofEvidence.TryRead(bundle.Evidence.Single(static evidence => evidence.Type == ProofEvidence.Type).Json, out ProofEvidence? proof));
        Assert.True(ProofFile.TryRead(proof.Proof.Span, out ProofFile? file, out _, out _));
        Assert.Equal(ProofVisibility.Private, file.Visibility);
        Assert.False(proof.Opening.IsEmpty);
    }

    [Fact]
    public async Task Prove_ByAProfile_IsOfThatProfileAndNoOtherIsGivenForIt()
    {
        await ProvableModel.PublishAsync(node.Http);
        (string id, _) = await ProvableModel.InferAsync(node.Http);

        using HttpResponseMessage accepted = await ProvableModel.ProveAsync(node.Http, id, """{"profile":"quadratic-blake3"}""");
        await ProvableModel.WaitAsync(node.Http, id);
        using HttpResponseMessage other = await ProvableModel.ProveAsync(node.Http, id);

        Assert.Equal("quadratic-blake3", (await TestNode.ReadJsonAsync(accepted)).GetProperty("profile").GetString());
        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);
        Assert.True((await node.VerifyAsync(id)).Rows.Single(static row => row.Kind == RowKind.Proof).IsValid);
        Assert.True(Bundle.TryParse(await node.Http.GetByteArrayAsync($"/v1/receipts/{id}"), out Bundle? bundle, out _));
        Assert.True(ProofEvidence.TryRead(bundle.Evidence.Single(static evidence => evidence.Type == ProofEvidence.Type).Json, out ProofEvidence? proof));
        Assert.True(ProofFile.TryRead(proof.Proof.Span, out ProofFile? file, out _, out _));
        Assert.Equal(ProofProfile.QuadraticBlake3, file.Profile);
    }

    [Theory]
    [InlineData("""{"private":"everything"}""")]
    [InlineData("""{"private":1}""")]
    [InlineData("""{"profile":"sha256"}""")]
    [InlineData("""{"profile":4}""")]
    [InlineData("[]")]
    public async Task Prove_WhatNobodyCanMake_IsRefused(string body)
    {
        await ProvableModel.PublishAsync(node.Http);
        (string id, _) = await ProvableModel.InferAsync(node.Http);

        using HttpResponseMessage response = await ProvableModel.ProveAsync(node.Http, id, body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string id)
    {
        using HttpRequestMessage request = new(method, $"/v1/receipts/{id}/prove");
        request.Headers.Add("Via", "1.1 proxy");
        request.Content = method == HttpMethod.Post ? new StringContent("{}", System.Text.Encoding.UTF8, "application/json") : null;
        return await node.Http.SendAsync(request);
    }
}
