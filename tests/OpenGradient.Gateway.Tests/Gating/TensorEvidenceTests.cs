using System.Buffers.Text;
using System.Text.Json.Nodes;
using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Programs;
using OpenGradient.Receipts;
using OpenGradient.Verification;

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

    private static void AssertRefused(EvidenceGate gate, RestingRequest request) =>
        Assert.Contains("It does not", Assert.Throws<EvidenceRefusedException>(() => gate.Require(Transfer, request, CancellationToken.None)).Message, StringComparison.Ordinal);

    private static RestingRequest Request(Tensor tensor, byte[] bundle, string nonce) =>
        new() { Tensors = [tensor], Wish = ReceiptWish.None with { Nonce = nonce, Evidence = [bundle] } };

    private async Task<(byte[] Bundle, Tensor Output)> InferAsync(byte[] nonce)
    {
        JsonObject body = JsonNode.Parse(SampleModels.SampleInput("price-risk"))!.AsObject();
        body["receipt"] = new JsonObject { ["include"] = true, ["nonce"] = Base64Url.EncodeToString(nonce) };
        using HttpResponseMessage response = await node.PostJsonAsync("/v2/models/price-risk/infer", body.ToJsonString());
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
