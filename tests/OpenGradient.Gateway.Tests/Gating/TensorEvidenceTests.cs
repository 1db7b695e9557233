using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Receipts;
using OpenGradient.Verification;
using OpenGradient.Zk;

namespace OpenGradient.Gateway.Tests.Gating;

/// <summary>A tensor that another model gave, as an input: the same bits, for the same nonce (receipt-1 §10.2).</summary>
public sealed class TensorEvidenceTests(TestNode node)
{
    private static readonly Purpose Transfer = new("transfer");

    [Fact]
    public async Task Require_InputOfAnotherModel_NeedsTheSameBitsAndTheSameNonce()
    {
        byte[] nonce = [1, 2, 3];
        (byte[] bundle, Tensor tensor) = await InferAsync(nonce);
        EvidenceGate gate = new(Policy.Default, TimeProvider.System);
        Tensor other = new(tensor.Type, tensor.Shape, [.. tensor.Bytes[..^1], (byte)(tensor.Bytes[^1] ^ 1)]);

        gate.Require(Transfer, Request(tensor, bundle, "010203"), CancellationToken.None);

        AssertRefused(gate, Request(other, bundle, "010203"));
        AssertRefused(gate, Request(new Tensor(tensor.Type, [.. tensor.Shape, 1], tensor.Bytes), bundle, "010203"));
        AssertRefused(gate, Request(tensor, bundle, "010204"));
        AssertRefused(gate, Request(tensor, bundle, ""));
    }

    [Fact]
    public async Task Require_AnswerToNobodysNonce_IsRefused()
    {
        (byte[] bundle, Tensor tensor) = await InferAsync([]);

        AssertRefused(new EvidenceGate(Policy.Default, TimeProvider.System), Request(tensor, bundle, ""));
    }

    /// <summary>"Transfers over 100: proven, or two auditors": a proof about the listed weights stands for the votes, one about others does not.</summary>
    [Fact]
    public async Task Require_LargeTransfer_RunsOnceTheAnswerIsProven()
    {
        Purpose large = new("transfer", Amount.TryParse("250", out Amount amount) ? amount : null);
        await ProvableModel.PublishAsync(node.Http);
        (byte[] unproven, Tensor tensor) = await InferAsync([1, 2, 3], ProvableModel.Name, "digits");
        Assert.True(Bundle.TryParse(unproven, out Bundle? bundle, out _));
        string id = $"{new ReceiptId(Digest.Sha256(bundle.Dsse.Payload.Span))}";
        (await ProvableModel.ProveAsync(node.Http, id)).Dispose();
        Assert.Equal("done", (await ProvableModel.WaitAsync(node.Http, id)).GetProperty("state").GetString());
        byte[] proven = await node.Http.GetByteArrayAsync(new Uri($"/v1/receipts/{id}", UriKind.Relative));
        EvidenceGate gate = new(ProvenOrAudited(KeyOf(proven)), TimeProvider.System);
        EvidenceGate other = new(ProvenOrAudited(new string('0', 64)), TimeProvider.System);

        gate.Require(large, Request(tensor, proven, "010203"), CancellationToken.None);

        AssertRefused(gate, Request(tensor, unproven, "010203"), "proof, or audit", large);
        AssertRefused(other, Request(tensor, proven, "010203"), "proof-key-not-trusted", large);
        gate.Require(new Purpose("transfer", Amount.TryParse("20", out amount) ? amount : null), Request(tensor, unproven, "010203"), CancellationToken.None);
    }

    /// <summary>Up to 64 bundles may be there, each as large as the request may be: who is gone is not worked for.</summary>
    [Fact]
    public async Task Require_CancelledInBetween_LooksAtNoFurtherBundle()
    {
        (byte[] bundle, Tensor tensor) = await InferAsync([1, 2, 3]);
        using CancellationTokenSource gone = new();
        LeavingClock clock = new(gone);
        RestingRequest request = Request(tensor, bundle, "010203");
        RestingRequest several = request with { Tensors = [tensor, tensor], Wish = request.Wish with { Evidence = [bundle, bundle] } };

        Assert.Throws<OperationCanceledException>(() => new EvidenceGate(Policy.Default, clock).Require(Transfer, several, gone.Token));

        Assert.Equal(1, clock.Readings);
    }

    private static void AssertRefused(EvidenceGate gate, RestingRequest request, string reason = "It does not", Purpose? purpose = null) =>
        Assert.Contains(reason, Assert.Throws<EvidenceRefusedException>(() => gate.Require(purpose ?? Transfer, request, CancellationToken.None)).Message, StringComparison.Ordinal);

    private static Policy ProvenOrAudited(string proofKey) => Policy.TryParse(Encoding.UTF8.GetBytes(
        $$"""
        { "auditors": ["{{new string('1', 64)}}", "{{new string('2', 64)}}"], "auditQuorum": "2", "proofKeys": ["{{proofKey}}"],
          "rules": [ { "for": "transfer", "upTo": "100", "require": ["signature", "log", "output"] },
                     { "for": "transfer", "above": "100", "anyOf": [["proof"], ["audit"]] } ] }
        """), out Policy? policy, out string fault) ? policy : throw new InvalidOperationException(fault);

    /// <summary>The key that a proof names.</summary>
    private static string KeyOf(byte[] bytes) =>
        Bundle.TryParse(bytes, out Bundle? bundle, out _)
        && ProofEvidence.TryRead(bundle.Evidence.Single(static evidence => evidence.Type == ProofEvidence.Type).Json, out ProofEvidence? evidence)
        && ProofFile.TryRead(evidence.Proof.Span, out ProofFile? file, out _, out _)
            ? $"{file.KeyId}"
            : throw new InvalidOperationException("There is no proof in the bundle.");

    private static RestingRequest Request(Tensor tensor, byte[] bundle, string nonce) =>
        new() { Tensors = [tensor], Wish = ReceiptWish.None with { Nonce = nonce, Evidence = [bundle] } };

    private async Task<(byte[] Bundle, Tensor Output)> InferAsync(byte[] nonce, string model = "price-risk", string sample = "price-risk")
    {
        JsonObject body = JsonNode.Parse(SampleModels.SampleInput(sample))!.AsObject();
        body["receipt"] = new JsonObject { ["include"] = true, ["nonce"] = Base64Url.EncodeToString(nonce) };
        using HttpResponseMessage response = await node.PostJsonAsync($"/v2/models/{model}/infer", body.ToJsonString());
        string id = (await TestNode.ReadJsonAsync(response)).GetProperty("receipt").GetProperty("id").GetString()!;
        byte[] bytes = await node.Http.GetByteArrayAsync(new Uri($"/v1/receipts/{id}", UriKind.Relative));
        Assert.True(Bundle.TryParse(bytes, out Bundle? bundle, out _));
        Assert.True(TensorContent.TryParse(bundle.Disclosures.First(static disclosure => disclosure.Side == CommitmentSide.Output).Leaf.Content, out TensorContent? output));
        Assert.True(ElementTypes.TryParse(output.Type, out ElementType type));
        return (bytes, new Tensor(type, output.Shape, output.Bytes.ToArray()));
    }

    /// <summary>Reads the time once a bundle; the client leaves while the first is looked at.</summary>
    private sealed class LeavingClock(CancellationTokenSource client) : TimeProvider
    {
        public int Readings { get; private set; }

        public override DateTimeOffset GetUtcNow()
        {
            Readings++;
            client.Cancel();
            return base.GetUtcNow();
        }
    }
}
