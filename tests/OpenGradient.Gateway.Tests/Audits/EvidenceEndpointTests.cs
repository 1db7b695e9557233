using System.Collections.Immutable;
using System.Net;
using System.Text;
using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway.Tests.Audits;

/// <summary><c>/v1/receipts/{id}/evidence</c>: votes of auditors that the node lists, in its bundles from then on.</summary>
public sealed class EvidenceEndpointTests : IAsyncLifetime
{
    private static readonly DateTime Noon = new(2026, 11, 30, 12, 0, 0, DateTimeKind.Utc);

    private readonly P256PrivateKey _auditor = P256PrivateKey.Generate();
    private readonly TemporaryDirectory _data = new();
    private Node _node = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync() => await StartAsync();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _node.DisposeAsync();
        _data.Dispose();
        _auditor.Dispose();
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("ok")]
    [InlineData("output-mismatch")]
    public async Task Add_VoteOfAListedAuditor_IsInTheBundleAlsoAfterARestart(string code)
    {
        ReceiptId id = await InferAsync();

        Assert.Equal(HttpStatusCode.OK, await AddAsync(id, Vote(id, code, Noon)));
        await _node.DisposeAsync();
        _http.Dispose();
        await StartAsync();

        Assert.Equal([code], await CodesAsync(id));
    }

    [Fact]
    public async Task Add_OlderVoteOfTheSameAuditor_ChangesNothing()
    {
        ReceiptId id = await InferAsync();
        await AddAsync(id, Vote(id, "ok", Noon));

        await AddAsync(id, Vote(id, "trace-mismatch", Noon.AddSeconds(1)));
        await AddAsync(id, Vote(id, "ok", Noon));

        Assert.Equal(["trace-mismatch"], await CodesAsync(id));
    }

    [Fact]
    public async Task Add_VoteOfAnother_IsForbidden()
    {
        ReceiptId id = await InferAsync();
        using P256PrivateKey stranger = P256PrivateKey.Generate();

        Assert.Equal(HttpStatusCode.Forbidden, await AddAsync(id, new AuditVote(id, stranger.PublicKey.KeyId, Noon, "ok").Sign(stranger)));
        Assert.Empty(await CodesAsync(id));
    }

    [Fact]
    public async Task Add_WhatIsNoVoteOnTheReceipt_IsRefused()
    {
        ReceiptId id = await InferAsync();
        ReceiptId other = await InferAsync();
        using P256PrivateKey stranger = P256PrivateKey.Generate();
        DsseEnvelope forged = DsseEnvelope.Sign(Statement.PayloadType, EnvelopeOf(Vote(id, "ok", Noon)).Payload, stranger);
        DsseEnvelope renamed = forged with { Signatures = [forged.Signatures[0] with { KeyId = _auditor.PublicKey.KeyId.ToString() }] };

        Assert.Equal(HttpStatusCode.BadRequest, await AddAsync(id, Vote(other, "ok", Noon)));
        Assert.Equal(HttpStatusCode.BadRequest, await AddAsync(id, Vote(id, "model-missing", Noon)));
        Assert.Equal(HttpStatusCode.BadRequest, await AddAsync(id, Evidence.AuditVote(_auditor.PublicKey, renamed)));
        Assert.Equal(HttpStatusCode.BadRequest, await AddAsync(id, "{}"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await AddAsync(id, $"\"{new string('x', 300_000)}\""));
        Assert.Equal(HttpStatusCode.NotFound, await AddAsync(new ReceiptId(Digest.Sha256("none"u8)), Vote(id, "ok", Noon)));
        Assert.Empty(await CodesAsync(id));
    }

    private async Task StartAsync()
    {
        _node = await Node.StartAsync(
            new NodeOptions { DataDirectory = _data.Path, ModelsDirectory = SampleModels.Directory, Auditors = [_auditor.PublicKey.KeyId] }, progress: null, CancellationToken.None);
        _http = new HttpClient { BaseAddress = _node.Address };
    }

    private async Task<ReceiptId> InferAsync()
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/v2/models/price-risk/infer") { Content = new StringContent(SampleModels.SampleInput("price-risk"), Encoding.UTF8, "application/json") };
        request.Headers.Add("Inference-Receipt", "?1");
        using HttpResponseMessage response = await _http.SendAsync(request);
        return ReceiptId.Parse((await TestNode.ReadJsonAsync(response)).GetProperty("receipt").GetProperty("id").GetString()!, null);
    }

    private Evidence Vote(ReceiptId id, string code, DateTime time) => new AuditVote(id, _auditor.PublicKey.KeyId, time, code).Sign(_auditor);

    private Task<HttpStatusCode> AddAsync(ReceiptId id, Evidence vote) => AddAsync(id, Encoding.UTF8.GetString(CanonicalJson.Serialize(vote.Json)));

    private async Task<HttpStatusCode> AddAsync(ReceiptId id, string body)
    {
        using StringContent content = new(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await _http.PostAsync(new Uri($"/v1/receipts/{id}/evidence", UriKind.Relative), content);
        return response.StatusCode;
    }

    private async Task<ImmutableArray<string>> CodesAsync(ReceiptId id)
    {
        Assert.True(Bundle.TryParse(await _http.GetByteArrayAsync(new Uri($"/v1/receipts/{id}", UriKind.Relative)), out Bundle? bundle, out _));
        return [.. bundle.Evidence.Where(static evidence => evidence.Type == AuditVote.EvidenceType).Select(CodeOf)];
    }

    private static string CodeOf(Evidence evidence) => AuditVote.TryReadUnverified(EnvelopeOf(evidence), out AuditVote? vote) ? vote.Code : "";

    private static DsseEnvelope EnvelopeOf(Evidence evidence) =>
        evidence.Json.TryGet("dsse", out JsonValue? json) && DsseEnvelope.TryRead(json, out DsseEnvelope? envelope) ? envelope : throw new InvalidOperationException();
}
