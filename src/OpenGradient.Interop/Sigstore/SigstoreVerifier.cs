using System.Collections.Immutable;

namespace OpenGradient.Interop;

/// <summary>Checks Sigstore bundles offline, against a trust root and the signer that is demanded.</summary>
/// <remarks>
/// <para><b>Statement.</b> The demanded signer signed the content; every log entry of the bundle is about that signature and in a log of the trust root; a log
/// or timestamp authority of the trust root saw the signature at a time at which the certificate was valid.</para>
/// <para><b>Order.</b> Material, log entries, times, certificate, content; the first fault ends it.</para>
/// <para><b>Does not establish</b> that the signer meant well, that its identity was not stolen, or that the trust root is the right one.</para>
/// <para>Total and without a clock: all times come from the evidence. Source: sigstore/protobuf-specs, the Sigstore client specification.</para>
/// </remarks>
public static class SigstoreVerifier
{
    /// <summary>Checks the bundle of a file; in a bundle with an in-toto statement the file must be one of its subjects, and the verdict names the kind of the statement.</summary>
    public static SigstoreVerdict Verify(SigstoreBundle bundle, Artifact artifact, TrustRoot root, Signer signer)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        return Check(bundle, artifact, root, signer);
    }

    /// <summary>Checks the bundle's envelope; what its payload says is for the caller to judge.</summary>
    internal static SigstoreVerdict VerifyEnvelope(SigstoreBundle bundle, TrustRoot root, Signer signer) => Check(bundle, artifact: null, root, signer);

    private static SigstoreVerdict Check(SigstoreBundle bundle, Artifact? artifact, TrustRoot root, Signer signer)
    {
        if (CheckMaterial(bundle, signer) is { } wrong)
            return SigstoreVerdict.Refused(wrong);
        Certificate? certificate = bundle.Certificates.FirstOrDefault();
        if ((certificate?.Key ?? signer.Key) is not { } key)
            return SigstoreVerdict.Refused(new(EvidenceCode.KeyUnsupported, "verificationMaterial.certificate", "its key is none of P-256, P-384, P-521, RSA and Ed25519."));
        SignedContent content = new(certificate, key, bundle.Signature, bundle.Envelope, artifact);
        var times = ImmutableArray.CreateBuilder<DateTimeOffset>();
        EvidenceFault? fault = TimestampsOf(bundle, root, times)
            ?? CheckEntries(bundle, root, times)
            ?? (certificate is null ? null : CheckCertificate(bundle, certificate, root, signer, times.ToImmutable()))
            ?? ContentCheck.Check(bundle, content)
            ?? bundle.Entries.Select(entry => EntryCheck.Check(entry, content)).FirstOrDefault(static finding => finding is not null);
        return fault is null
            ? new(null, times.ToImmutable(), [.. bundle.Entries.Select(static entry => entry.LogIndex)]) { PredicateType = artifact is null ? null : ContentCheck.PredicateTypeOf(bundle.Envelope) }
            : SigstoreVerdict.Refused(fault);
    }

    private static EvidenceFault? CheckMaterial(SigstoreBundle bundle, Signer signer)
    {
        const string Place = "verificationMaterial";
        if (signer.Key is not null != bundle.Certificates.IsEmpty)
        {
            return new(EvidenceCode.MaterialMismatch, Place, signer.Key is null
                ? "the bundle was signed by a key without a certificate, and an identity is demanded: give the key."
                : "the bundle was signed under a certificate, and a key is demanded: give an identity and its issuer.");
        }

        if (!bundle.Certificates.IsEmpty && bundle.HasChain != bundle.Version is not BundleVersion.V03)
            return new(EvidenceCode.MaterialMismatch, Place, "bundles 0.3 carry one certificate, and older ones a chain.");
        // SPEC: "Signers MUST NOT include root CA certificates in bundles"
        return bundle.Certificates.Any(static certificate => certificate.IsSelfSigned())
            ? new(EvidenceCode.RootInBundle, Place, "the bundle carries a root certificate; whom to trust is for the trust root to say.")
            : null;
    }

    /// <summary>Adds the times of timestamps. An authority that is not known counts as none; all else that is wrong with a timestamp is a fault.</summary>
    private static EvidenceFault? TimestampsOf(SigstoreBundle bundle, TrustRoot root, ImmutableArray<DateTimeOffset>.Builder times)
    {
        EvidenceFault? unknown = null;
        foreach (byte[] timestamp in bundle.Timestamps)
        {
            EvidenceFault? fault = TimestampCheck.Check(timestamp, bundle.Signature, root, out DateTimeOffset time);
            if (fault is null)
                times.Add(time);
            else if (fault.Code != EvidenceCode.TimestampUntrusted)
                return fault;
            unknown ??= fault;
        }

        // A promise of the log dates the signature as well.
        return times.Count == 0 && bundle.Entries.All(static entry => entry.Promise is null) ? unknown : null;
    }

    private static EvidenceFault? CheckEntries(SigstoreBundle bundle, TrustRoot root, ImmutableArray<DateTimeOffset>.Builder times)
    {
        if (bundle.Entries.IsEmpty)
            return new(EvidenceCode.EntryMissing, "verificationMaterial.tlogEntries", "the bundle has no entry of a transparency log.");
        foreach (LogEntry entry in bundle.Entries)
        {
            if (CheckEntry(entry, bundle.Version, root, times) is { } fault)
                return fault;
        }

        if (times.Count == 0)
            return new(EvidenceCode.TimeMissing, "verificationMaterial", "neither a log's promise nor a timestamp says when the signature was made.");
        foreach (LogEntry entry in bundle.Entries)
        {
            TrustedLog log = LogCheck.Find(root, entry)!;
            if (!times.All(log.Validity.Contains))
                return new(EvidenceCode.LogUntrusted, $"{entry.Path}.logId", $"the key of the log {log.Name} was not in use when the signature was made.");
        }

        return null;
    }

    private static EvidenceFault? CheckEntry(LogEntry entry, BundleVersion version, TrustRoot root, ImmutableArray<DateTimeOffset>.Builder times)
    {
        if (LogCheck.Find(root, entry) is not { } log)
            return new(EvidenceCode.LogUntrusted, $"{entry.Path}.logId", "the trust root does not know this log.");
        bool hasProof = entry.Inclusion?.Checkpoint is not null;
        if (version == BundleVersion.V01 ? entry.Promise is null : !hasProof)
            return new(EvidenceCode.EntryMissing, entry.Path, version == BundleVersion.V01 ? "bundles 0.1 need the log's promise." : "bundles since 0.2 need a proof of inclusion with its checkpoint.");
        if (hasProof && LogCheck.CheckInclusion(entry, entry.Inclusion!, log) is { } inclusionFault)
            return inclusionFault;
        if (entry.Promise is null)
            return null;
        if (LogCheck.CheckPromise(entry, log) is { } promiseFault)
            return promiseFault;
        if (entry.IntegratedTime > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            return new(EvidenceCode.PromiseInvalid, $"{entry.Path}.integratedTime", "no calendar has that time.");
        times.Add(DateTimeOffset.FromUnixTimeSeconds(entry.IntegratedTime));
        return null;
    }

    private static EvidenceFault? CheckCertificate(SigstoreBundle bundle, Certificate certificate, TrustRoot root, Signer signer, ImmutableArray<DateTimeOffset> times)
    {
        ImmutableArray<Certificate> path = [];
        foreach (DateTimeOffset time in times)
        {
            if (FindPath(bundle, certificate, root, time, out path) is { } fault)
                return fault;
        }

        return SctCheck.Check(certificate, path[1], root) ?? IdentityCheck.Check(certificate, signer);
    }

    private static EvidenceFault? FindPath(SigstoreBundle bundle, Certificate certificate, TrustRoot root, DateTimeOffset time, out ImmutableArray<Certificate> path)
    {
        EvidenceFault fault = new(EvidenceCode.CertificateUntrusted, "certificate", "the trust root knows no certificate authority of that time.");
        path = [];
        foreach (TrustedAuthority authority in root.CertificateAuthorities)
        {
            if (!authority.Validity.Contains(time))
                continue;
            ImmutableArray<Certificate> others = [.. authority.Chain.SkipLast(1), .. bundle.Certificates.Skip(1)];
            if (CertificatePath.Find(certificate, others, [authority.Chain[^1]], time, ObjectIds.CodeSigning, out path) is not { } finding)
                return null;
            fault = fault.Code == EvidenceCode.CertificateUntrusted ? finding : fault;
        }

        return fault;
    }
}
