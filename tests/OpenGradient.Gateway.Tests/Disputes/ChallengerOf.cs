using System.Net;
using System.Text;
using OpenGradient.Execution.Disputes;
using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Models;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway.Tests.Disputes;

/// <summary>Who disputes a receipt of a node, message by message.</summary>
internal sealed class ChallengerOf : IDisposable
{
    private readonly TestNode _node;
    private readonly OpenedModel _model;

    private ChallengerOf(TestNode node, string id, OpenedModel model, Receipt receipt, DisputedInference inference)
    {
        (_node, Id, _model, Receipt, Inference) = (node, id, model, receipt, inference);
        Opening = new DisputeOpening(receipt.Id, inference.Id, Key.PublicKey.KeyId).Sign(Key);
        Previous = Digest.Sha256(Opening.Payload.Span);
    }

    public string Id { get; }

    public Receipt Receipt { get; }

    public DisputedInference Inference { get; }

    public P256PrivateKey Key { get; } = P256PrivateKey.Generate();

    public DsseEnvelope Opening { get; set; }

    public Digest Previous { get; set; }

    public static async Task<ChallengerOf> CreateAsync(TestNode node, string id)
    {
        Assert.True(Bundle.TryParse(await node.Http.GetByteArrayAsync($"/v1/receipts/{id}"), out Bundle? bundle, out _));
        Assert.True(OpenGradient.Receipts.Receipt.TryParse(bundle.Dsse, out Receipt? receipt, out _));
        OpenedModel model = node.Node.Models.Open(node.Node.Models.Find(receipt.Content.Model.Id.ToString())!.Manifest);
        CommitmentLeaf[] Leaves(CommitmentSide side) => [.. bundle.Disclosures.Where(leaf => leaf.Side == side).OrderBy(static leaf => leaf.Index).Select(static leaf => leaf.Leaf)];
        return new ChallengerOf(node, id, model, receipt, ReceiptInference.Of(model, receipt.Content, [.. Leaves(CommitmentSide.Input)], [.. Leaves(CommitmentSide.Output)]));
    }

    public Disputant Honest() => Disputant.Honest(Inference, Party.B, DisputeLimits.None, DisputeMonitor.None);

    public DsseEnvelope Sign(byte[] message) => DisputeStatement.Sign(Receipt.Id, Previous, message, Key)!;

    public Task<(HttpStatusCode Status, JsonValue Answer)> OpenAsync(params (string Name, string Value)[] headers) =>
        SendAsync(JsonValue.Object(("opening", Opening.ToJson()), ("spki", JsonValue.String(Convert.ToBase64String(Key.PublicKey.Spki)))), headers);

    public Task<(HttpStatusCode Status, JsonValue Answer)> SayAsync(DsseEnvelope message) => SendAsync(JsonValue.Object(("message", message.ToJson())));

    /// <summary>Reads the node's message, which must follow, and goes on from there.</summary>
    public byte[] Hear(JsonValue answer, DsseEnvelope said)
    {
        Assert.True(answer.TryGet("message", out JsonValue? json) && DsseEnvelope.TryRead(json, out DsseEnvelope? envelope));
        Assert.True(DsseEnvelope.TryRead(json!, out envelope));
        Assert.True(DisputeStatement.TryOpen(envelope, _node.Node.Keys.Node.PublicKey, out DisputeStatement? statement));
        Assert.Equal((Receipt.Id, Digest.Sha256(said.Payload.Span)), (statement.Receipt, statement.Previous));
        Previous = Digest.Sha256(envelope.Payload.Span);
        return statement.ToMessage();
    }

    public void Dispose()
    {
        _model.Dispose();
        Key.Dispose();
    }

    private async Task<(HttpStatusCode Status, JsonValue Answer)> SendAsync(JsonValue body, params (string Name, string Value)[] headers)
    {
        using HttpResponseMessage response = await _node.PostJsonAsync($"/v1/receipts/{Id}/dispute", Encoding.UTF8.GetString(CanonicalJson.Serialize(body)), headers);
        Assert.True(JsonReader.TryRead(await response.Content.ReadAsByteArrayAsync(), out JsonValue? json));
        return (response.StatusCode, json);
    }
}
