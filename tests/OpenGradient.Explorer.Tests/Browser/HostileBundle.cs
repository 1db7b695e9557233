using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Explorer.Tests;

/// <summary>A well-formed bundle, signed by an issuer who puts markup into everything that a page will show.</summary>
internal static class HostileBundle
{
    public static byte[] Create()
    {
        using P256PrivateKey key = P256PrivateKey.Generate();
        ReceiptSalts salts = ReceiptSalts.Generate();
        JsonValue message = JsonValue.Object(("content", JsonValue.String(HostileNode.Markup)), ("role", JsonValue.String(HostileNode.Markup)));
        CommitmentTree input = CommitmentTree.Build(CommitmentSide.Input, [new(LeafKind.Message, HostileNode.Markup, CanonicalJson.Serialize(message))], salts);
        CommitmentTree output = CommitmentTree.Build(CommitmentSide.Output, [new(LeafKind.Tensor, HostileNode.Markup, Encoding.UTF8.GetBytes(HostileNode.Markup))], salts);
        Receipt receipt = Receipt.Create(ContentOf(key, input.Commitment, output.Commitment));
        Bundle bundle = new()
        {
            Dsse = DsseEnvelope.Sign(receipt, key),
            Evidence = [Evidence.IssuerKey(key.PublicKey)],
            Disclosures = [.. input.DiscloseAll(), .. output.DiscloseAll()],
        };
        return bundle.ToBytes();
    }

    private static ReceiptContent ContentOf(P256PrivateKey key, Commitment input, Commitment output)
    {
        Digest any = Digest.Sha256("any"u8);
        return new ReceiptContent
        {
            Execution = new("float", "exec-1", any),
            Input = input,
            IssuedAt = 1,
            Issuer = new(key.PublicKey.KeyId, "issuer"),
            Log = new(any, "log"),
            Model = new(new ModelId(any), "model", new ProgramId(any)),
            Nonce = new("", any.ToString()),
            Output = output,
            Finish = FinishReason.Complete,
            StartedAt = 1,
            Trace = new(any, 1),
            Usage = new(0, 0),
        };
    }
}
