using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Interop;

/// <summary>The one entry point for "what does this twin say?" (interop-1).</summary>
/// <remarks>Total: any bytes. Says nothing about the model, the log or who holds a key: a twin is worth one signature.</remarks>
public static class TwinVerifier
{
    private const byte CoseSign1Head = 0xd2; // tag 18 in one byte, RFC 8949 §3.4

    /// <summary>Tells by the first bytes and the media type which form a file claims to have; false if it is none of them.</summary>
    public static bool TryRecognise(ReadOnlyMemory<byte> file, out TwinForm form)
    {
        bool isCose = !file.IsEmpty && file.Span[0] == CoseSign1Head;
        form = !isCose ? TwinForm.Eip712 : AirVerifier.IsNamed(file) ? TwinForm.Air : TwinForm.Cose;
        return isCose
            || (file.Length <= TypedReceipt.MaximumBytes && JsonReader.TryRead(file.Span, out JsonValue? json) && json.TryGetString("mediaType", out string? mediaType) && mediaType == TypedReceipt.MediaType);
    }

    /// <summary>Judges a twin by itself.</summary>
    public static TwinReport Verify(ReadOnlyMemory<byte> file) => VerifyAlone(file, receipt: null);

    /// <summary>Judges a twin, and whether it says what a bundle says.</summary>
    /// <param name="file">The twin.</param>
    /// <param name="bundle">The bundle's bytes.</param>
    public static TwinReport Verify(ReadOnlyMemory<byte> file, ReadOnlySpan<byte> bundle)
    {
        bool isSigned = SignedBundle.TryRead(bundle, out _, out Receipt? receipt);
        TwinReport report = VerifyAlone(file, receipt);
        if (report.Code != TwinCode.Ok)
            return report;
        if (!isSigned)
            return report with { Code = TwinCode.BundleInvalid, Reason = "the bundle is not a receipt that its issuer signed: there is nothing to compare with", Accounts = [] };
        return report.Receipt == receipt!.Id
            ? report with { IsComparedWithBundle = true, Reason = report.Reason + ", and the bundle is of the same receipt" }
            : report with { Code = TwinCode.ReceiptDiffers, Reason = $"the twin is of another receipt than the bundle, which is of {receipt.Id}", Accounts = [] };
    }

    private static TwinReport VerifyAlone(ReadOnlyMemory<byte> file, Receipt? receipt) => TryRecognise(file, out TwinForm form) ? VerifyAlone(form, file, receipt) : VerifyAlone(TwinForm.Eip712, file, receipt);

    private static TwinReport VerifyAlone(TwinForm form, ReadOnlyMemory<byte> file, Receipt? receipt) => form switch
    {
        TwinForm.Cose => CoseStatementVerifier.Verify(file),
        TwinForm.Eip712 => TypedReceiptVerifier.Verify(file.Span, receipt),
        TwinForm.Air => new(form, TwinCode.IssuerKeyMissing, "a receipt of AIR v1 does not bring its key along: `og receipt verify-air` takes the key, the bundle and the attestation document"),
    };
}
