using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Transparency;

namespace OpenGradient.Interop;

/// <summary>Judges an Attested Inference Receipt, AIR v1, layer by layer (interop-1 §4).</summary>
/// <remarks>
/// <para>A pure function of bytes; the time is an argument. Total: any bytes.</para>
/// <para><b>Does not establish</b> that the key lives in an enclave, nor that the measurements are its: that is in the attestation document, of which the receipt has the digest.</para>
/// <para><b>Reference.</b> draft-tsyrulnikov-rats-attested-inference-receipt-02, section "Verification Procedure".</para>
/// </remarks>
public static class AirVerifier
{
    /// <summary>The most bytes that a receipt may have.</summary>
    public const int MaximumBytes = 65_536;

    internal const long CwtContentType = 61; // RFC 8392 §9.3

    private const int MaximumTextBytes = 1024;

    /// <summary>Whether a tagged COSE_Sign1 is a CWT, as receipts of this profile are and statements of SCITT are not.</summary>
    internal static bool IsNamed(ReadOnlyMemory<byte> bytes) =>
        bytes.Length <= MaximumBytes && CoseSign1.TryRead(bytes, out CoseSign1? message) && message.ProtectedHeader.TryGet(CoseLabel.ContentType, out CborValue? type) && type.IsInteger(CwtContentType);

    /// <summary>Judges a receipt.</summary>
    /// <param name="bytes">The tagged COSE_Sign1.</param>
    /// <param name="publicKey">The Ed25519 key of the issuer, 32 bytes, known from elsewhere.</param>
    /// <param name="policy">What is demanded.</param>
    /// <param name="nowUnixSeconds">The time, in seconds since 1970-01-01 UTC.</param>
    public static AirFinding Verify(ReadOnlyMemory<byte> bytes, ReadOnlySpan<byte> publicKey, AirPolicy policy, long nowUnixSeconds) => Verify(bytes, publicKey, policy, nowUnixSeconds, out _);

    /// <summary>Judges a receipt, and if its layers hold, how it fits what it is held against.</summary>
    /// <param name="bytes">The tagged COSE_Sign1.</param>
    /// <param name="publicKey">The Ed25519 key of the issuer, 32 bytes, known from elsewhere.</param>
    /// <param name="policy">What is demanded.</param>
    /// <param name="nowUnixSeconds">The time, in seconds since 1970-01-01 UTC.</param>
    /// <param name="companions">The bundle and the attestation document.</param>
    public static AirReport Verify(ReadOnlyMemory<byte> bytes, ReadOnlySpan<byte> publicKey, AirPolicy policy, long nowUnixSeconds, AirCompanions companions)
    {
        AirReport report = new(Verify(bytes, publicKey, policy, nowUnixSeconds, out CborValue claims));
        return report.Finding.Code != AirCode.Ok
            ? report
            : report with
            {
                Twin = companions.Bundle is { } bundle ? AirTwin.Compare(claims, bundle.Span) : null,
                Attestation = companions.Attestation is { } document ? AirAttestation.Check(claims, publicKey, document, companions.Roots) : null,
            };
    }

    /// <summary>Judges a receipt, and gives its claims; they mean something only where the finding is that no rule is broken.</summary>
    internal static AirFinding Verify(ReadOnlyMemory<byte> bytes, ReadOnlySpan<byte> publicKey, AirPolicy policy, long nowUnixSeconds, out CborValue claims)
    {
        claims = CborValue.Null;
        if (bytes.Length > MaximumBytes)
            return new(AirCode.ReceiptTooLarge);
        if (!CoseSign1.TryRead(bytes, out CoseSign1? message))
            return new(AirCode.CoseDecodeFailed);
        AirFinding finding = CheckForm(message, out claims);
        if (finding.Code == AirCode.Ok)
            finding = CheckSignature(message, publicKey);
        if (finding.Code == AirCode.Ok)
            finding = CheckClaims(claims);
        return finding.Code == AirCode.Ok ? CheckPolicy(claims, policy, nowUnixSeconds) : finding;
    }

    private static AirFinding CheckForm(CoseSign1 message, out CborValue claims)
    {
        claims = CborValue.Null;
        if (!message.ProtectedHeader.TryGet(CoseLabel.Algorithm, out CborValue? algorithm) || !algorithm.IsInteger(CoseLabel.EdDsa))
            return new(AirCode.BadAlgorithm);
        if (!message.ProtectedHeader.TryGet(CoseLabel.ContentType, out CborValue? contentType) || !contentType.IsInteger(CwtContentType))
            return new(AirCode.BadContentType);
        if (message.ProtectedHeader.Entries.Length != 2)
            return new(AirCode.BadProtectedHeader);
        if (!message.UnprotectedHeader.Entries.IsEmpty)
            return new(AirCode.NonEmptyUnprotected);
        if (message.Payload.Kind != CborKind.Bytes)
            return new(AirCode.MissingPayload);
        if (!CborReader.TryRead(message.Payload.Bytes, out CborValue? map) || map.Kind != CborKind.Map)
            return new(AirCode.PayloadNotMap);
        claims = map;
        bool isProfile = map.TryGet(AirClaim.Profile, CborKind.Text, out CborValue? profile) && profile.Text == AirClaim.ProfileUri;
        return isProfile ? default : new(AirCode.WrongProfile, "eat_profile");
    }

    private static AirFinding CheckSignature(CoseSign1 message, ReadOnlySpan<byte> publicKey)
    {
        if (message.Signature.Length != Ed25519.SignatureBytes)
            return new(AirCode.BadSignatureLength);
        byte[] signed = CoseSign1.ToBeSigned(message.ProtectedBytes, message.Payload.Bytes);
        return Ed25519.Verify(publicKey, signed, message.Signature.Span) ? default : new(AirCode.SignatureFailed);
    }

    /// <summary>The list is closed: as many claims as were found there is all that there may be.</summary>
    private static AirFinding CheckClaims(CborValue claims)
    {
        int known = 0;
        foreach (AirClaim claim in AirClaim.All)
        {
            if (claims.TryGet(claim.Key, out CborValue? value))
                known++;
            else if (!claim.IsOptional)
                return new(AirCode.MissingClaim, claim.Name);
            if (value is not null && value.Kind != claim.Kind)
                return new(AirCode.BadClaimType, claim.Name);
        }

        return known == claims.Entries.Length ? CheckValues(claims) : new(AirCode.UnknownClaim);
    }

    private static AirFinding CheckValues(CborValue claims)
    {
        foreach (AirClaim claim in AirClaim.All)
        {
            AirCode code = claims.TryGet(claim.Key, out CborValue? value) ? CheckValue(claim, value) : AirCode.Ok;
            if (code != AirCode.Ok)
                return new(code, claim.Name);
        }

        return default;
    }

    private static AirCode CheckValue(AirClaim claim, CborValue value) => claim.Key switch
    {
        AirClaim.Id => value.Bytes.Length == 16 ? AirCode.Ok : AirCode.BadCtiLength,
        AirClaim.IssuedAt => value.Argument > 0 ? AirCode.Ok : AirCode.BadTimestamp,
        AirClaim.Nonce => value.Bytes.Length is >= 8 and <= 64 ? AirCode.Ok : AirCode.BadNonceLength,
        AirClaim.ModelHashScheme => value.Text is "sha256-single" or "sha256-concat" or "sha256-manifest" ? AirCode.Ok : AirCode.UnknownModelHashScheme,
        AirClaim.SecurityMode => value.Text is "production" or "evaluation" ? AirCode.Ok : AirCode.UnknownSecurityMode,
        AirClaim.Measurements => AirMeasurements.Check(value),
        AirClaim.ModelHash when value.Bytes.Length == Digest.SizeBytes && !value.Bytes.Span.ContainsAnyExcept((byte)0) => AirCode.ZeroModelHash,
        _ when claim.Kind == CborKind.Bytes => value.Bytes.Length == Digest.SizeBytes ? AirCode.Ok : AirCode.BadHashLength,
        _ when claim.Kind == CborKind.Text => Encoding.UTF8.GetByteCount(value.Text) is > 0 and <= MaximumTextBytes ? AirCode.Ok : AirCode.BadTextLength,
        _ => AirCode.Ok,
    };

    private static AirFinding CheckPolicy(CborValue claims, AirPolicy policy, long now)
    {
        bool isThere = claims.TryGet(AirClaim.IssuedAt, out CborValue? issuedAt) & claims.TryGet(AirClaim.ModelHash, out CborValue? model) & claims.TryGet(AirClaim.Measurements, out CborValue? measurements);
        if (!isThere || !measurements!.TryGet(AirMeasurements.TypeName, out CborValue? platform))
            return new(AirCode.MissingClaim);
        if (policy.MaximumAgeSeconds is { } age && AgeOf(issuedAt!, now) > age)
            return new(AirCode.TimestampStale, "iat");
        if (policy.MaximumAgeSeconds is not null && AgeOf(issuedAt!, now) < -AirPolicy.ClockSkewSeconds)
            return new(AirCode.TimestampFuture, "iat");
        if (!policy.Nonce.IsEmpty && !claims.TryGet(AirClaim.Nonce, out _))
            return new(AirCode.NonceMissing, "eat_nonce");
        if (!policy.Nonce.IsEmpty && claims.TryGet(AirClaim.Nonce, out CborValue? nonce) && !nonce.Bytes.Span.SequenceEqual(policy.Nonce.Span))
            return new(AirCode.NonceMismatch, "eat_nonce");
        if (policy.ModelHash is { } hash && !model!.Bytes.Span.SequenceEqual(hash.AsSpan()))
            return new(AirCode.ModelHashMismatch, "model_hash");
        if (policy.Platform is { } name && platform.Text != name)
            return new(AirCode.PlatformMismatch, AirMeasurements.TypeName);
        bool isProduction = claims.TryGet(AirClaim.SecurityMode, out CborValue? mode) && mode.Text == AirWorkload.Production;
        return policy.IsProduction && !isProduction ? new(AirCode.EvaluationModeRejected, "security_mode") : default;
    }

    private static Int128 AgeOf(CborValue issuedAt, long now) => (Int128)now - issuedAt.Argument;
}
