using OpenGradient.Receipts;

namespace OpenGradient.Interop;

/// <summary>Holds the claims of a receipt of AIR v1 against the bundle whose twin it is said to be (interop-1 §4.3).</summary>
/// <remarks>
/// <b>Does not establish</b> that the signer of the claims is the bundle's issuer: another key signed them, and only the attestation document binds it to the issuer's.
/// What differs therefore convicts nobody.
/// </remarks>
internal static class AirTwin
{
    public static TwinReport Compare(CborValue claims, ReadOnlySpan<byte> bundle)
    {
        if (!AirSource.TryRead(bundle, out AirSource? source))
            return Report(TwinCode.BundleInvalid, "the bundle is not a receipt that its issuer signed: there is nothing to compare with");
        ReceiptContent content = source.Receipt.Content;
        (long idKey, CborValue id) = source.Identity[0];
        if (!Says(claims, idKey, id))
            return Report(TwinCode.ReceiptDiffers, $"cti is not the first half of the id of the bundle's receipt, {source.Receipt.Id}");
        TwinReport report = Says(claims, source.Identity[1].Key, source.Identity[1].Value)
            ? Compare(claims, source)
            : Report(TwinCode.IssuerMismatch, $"iss is not the key that the bundle's receipt names as its issuer's, {content.Issuer.Key}");
        return report with { Receipt = source.Receipt.Id, Issuer = content.Issuer.Key };
    }

    private static TwinReport Compare(CborValue claims, AirSource source)
    {
        if (FindDifference(claims, source) is { } key)
            return Report(TwinCode.ClaimDiffers, $"{AirClaim.NameOf(key)} is not what the bundle gives: another key than the issuer's signed that, and nobody is convicted by it");
        string[] missing = [.. source.Evidence.Where(static claim => claim.Value is null).Select(static claim => AirClaim.NameOf(claim.Key))];
        return missing is []
            ? Report(TwinCode.Ok, "the claims are those that the bundle gives") with { IsComparedWithBundle = true }
            : Report(TwinCode.BundleIncomplete, $"the bundle does not show everything that {string.Join(", ", missing)} would come from");
    }

    private static long? FindDifference(CborValue claims, AirSource source)
    {
        foreach ((long key, CborValue value) in source.Statement)
        {
            if (!Says(claims, key, value))
                return key;
        }

        if (source.Nonce is { } nonce ? !Says(claims, AirClaim.Nonce, nonce) : claims.TryGet(AirClaim.Nonce, out _))
            return AirClaim.Nonce;
        foreach ((long key, CborValue? value) in source.Evidence)
        {
            if (value is not null && !Says(claims, key, value))
                return key;
        }

        return null;
    }

    private static bool Says(CborValue claims, long key, CborValue value) =>
        claims.TryGet(key, out CborValue? claim) && CborWriter.Encode(claim).AsSpan().SequenceEqual(CborWriter.Encode(value));

    private static TwinReport Report(TwinCode code, string reason) => new(TwinForm.Air, code, reason);
}
