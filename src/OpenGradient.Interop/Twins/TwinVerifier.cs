using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Interop;

/// <summary>The one entry point for "what does this twin say?" (interop-1).</summary>
/// <remarks>Total: any bytes. Says nothing about the model, the log or who holds a key: a twin is worth one signature.</remarks>
public static class TwinVerifier
{
    private const byte CoseSign1Head = 0xd2; // tag 18 in one byte, RFC 8949 §3.4

    /// <summary>Tells by the first bytes and the media type which form a file claims to have; false if it is none of them.</summary>
    public static bool TryRecognise(ReadOnlySpan<byte> file, out TwinForm form)
    {
        form = !file.IsEmpty && file[0] == CoseSign1Head ? TwinForm.Cose : TwinForm.Eip712;
        return form == TwinForm.Cose
            || (file.Length <= TypedReceipt.MaximumBytes && JsonReader.TryRead(file, out JsonValue? json) && json.TryGetString("mediaType", out string? mediaType) && mediaType == TypedReceipt.MediaType);
    }

    /// <summary>Judges a twin by itself.</summary>
    public static TwinReport Verify(ReadOnlyMemory<byte> file) => VerifyAlone(file, receipt: null);

    /// <summary>Judges a twin, and whether it says what a bundle says.</summary>
    /// <param name="file">The twin.</param>
    /// <param name="bundle">The bundle's bytes.</param>
    public static TwinReport Verify(ReadOnlyMemory<byte> file, ReadOnlySpan<byte> bundle)
    {
        bool isSigned = TryReadSigned(bundle, out Receipt? receipt);
        TwinReport report = VerifyAlone(file, receipt);
        if (report.Code != TwinCode.Ok)
            return report;
        if (!isSigned)
            return report with { Code = TwinCode.BundleInvalid, Reason = "the bundle is not a receipt that its issuer signed: there is nothing to compare with", Accounts = [] };
        return report.Receipt == receipt!.Id
            ? report with { IsComparedWithBundle = true, Reason = report.Reason + ", and the bundle is of the same receipt" }
            : report with { Code = TwinCode.ReceiptDiffers, Reason = $"the twin is of another receipt than the bundle, which is of {receipt.Id}", Accounts = [] };
    }

    private static TwinReport VerifyAlone(ReadOnlyMemory<byte> file, Receipt? receipt) =>
        TryRecognise(file.Span, out TwinForm form) && form == TwinForm.Cose ? CoseStatementVerifier.Verify(file) : TypedReceiptVerifier.Verify(file.Span, receipt);

    /// <summary>The receipt of a bundle, if it is well-formed and its issuer's key, which the bundle brings along, signed it.</summary>
    private static bool TryReadSigned(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Receipt? receipt)
    {
        receipt = null;
        if (!Bundle.TryParse(bytes, out Bundle? bundle, out _) || !Receipt.TryParse(bundle.Dsse, out Receipt? candidate, out _))
            return false;
        if (bundle.FindIssuerSpki(candidate.Content.Issuer.Key) is not { } spki || !P256PublicKey.TryParse(spki, out P256PublicKey? key) || !bundle.Dsse.IsSignedBy(key))
            return false;
        receipt = candidate;
        return true;
    }
}
