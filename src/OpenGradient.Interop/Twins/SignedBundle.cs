using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Interop;

/// <summary>A bundle that a twin can be compared with: its rows <c>receipt</c> and <c>signature</c> are valid (receipt-1 §5).</summary>
internal static class SignedBundle
{
    /// <summary>Reads a bundle whose receipt is well-formed and signed by its issuer's key, which the bundle brings along.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Bundle? bundle, [NotNullWhen(true)] out Receipt? receipt)
    {
        receipt = null;
        if (!Bundle.TryParse(bytes, out bundle, out _) || !Receipt.TryParse(bundle.Dsse, out Receipt? candidate, out _))
            return false;
        if (bundle.FindIssuerSpki(candidate.Content.Issuer.Key) is not { } spki || !P256PublicKey.TryParse(spki, out P256PublicKey? key) || !bundle.Dsse.IsSignedBy(key))
            return false;
        receipt = candidate;
        return true;
    }
}
