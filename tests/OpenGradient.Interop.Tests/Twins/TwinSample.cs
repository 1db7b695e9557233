using OpenGradient.Receipts;
using OpenGradient.Tests;

namespace OpenGradient.Interop.Tests.Twins;

/// <summary>A receipt of a chat and one of a tensor model, with their bundles.</summary>
internal static class TwinSample
{
    public static Receipt Chat { get; } = Receipt.Create(SampleContent.Chat(TestKeys.DigestOf("log")));

    public static Receipt Tensor { get; } = Receipt.Create(SampleContent.Tensor(TestKeys.DigestOf("log")));

    public static byte[] BundleOf(Receipt receipt) => new Bundle
    {
        Dsse = DsseEnvelope.Sign(receipt, TestKeys.Issuer),
        Evidence = [Evidence.IssuerKey(TestKeys.Issuer.PublicKey)],
    }.ToBytes();
}
