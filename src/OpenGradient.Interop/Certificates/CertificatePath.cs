using System.Collections.Immutable;

namespace OpenGradient.Interop;

/// <summary>Paths from a certificate to one that is trusted (RFC 5280 §6, as far as signing certificates need it).</summary>
/// <remarks>
/// <para>Checked for each certificate above the first: the name that the one below gives, the signature, the validity at the given time, CA, KeyUsage, path
/// length, and a purpose if it names any; for all: no critical extension that is not understood. Names, policies and revocation are not looked at: a
/// certificate with critical name constraints is refused.</para>
/// <para>At most <see cref="MaximumSteps"/> certificates are tried for a path, so that a heap of them costs nothing.</para>
/// </remarks>
internal static class CertificatePath
{
    private const int MaximumLength = 10;
    private const int MaximumSteps = 256;

    /// <summary>The path from <paramref name="leaf"/> to an anchor, both included; or why there is none.</summary>
    /// <param name="leaf">The certificate to be trusted.</param>
    /// <param name="others">Certificates that may stand between; nothing about them is trusted.</param>
    /// <param name="anchors">Certificates that are trusted.</param>
    /// <param name="time">When all of them must be valid.</param>
    /// <param name="purpose">The purpose that an authority must allow, if it names any.</param>
    /// <param name="path">The path.</param>
    public static EvidenceFault? Find(
        Certificate leaf, ImmutableArray<Certificate> others, ImmutableArray<Certificate> anchors, DateTimeOffset time, string purpose, out ImmutableArray<Certificate> path)
    {
        Search search = new(others, anchors, time, purpose);
        path = [];
        if (CertificateExtensions.FirstUnknownCritical(leaf) is string oid)
            return new(EvidenceCode.CertificateUnsupported, "certificate", $"it has the critical extension {oid}, which is not understood here.");
        if (!leaf.IsValidAt(time))
            return new(EvidenceCode.CertificateExpired, "certificate", $"it is valid from {leaf.NotBefore:u} to {leaf.NotAfter:u}, and the time in question is {time:u}.");
        path = search.Extend([leaf]) ?? [];
        return path.IsEmpty
            ? search.Nearest ?? new(EvidenceCode.CertificateUntrusted, "certificate", "no trusted certificate signed it, nor one that signed its issuer: give the root of the system that it comes from.")
            : null;
    }

    private sealed class Search(ImmutableArray<Certificate> others, ImmutableArray<Certificate> anchors, DateTimeOffset time, string purpose)
    {
        private int _steps;

        /// <summary>What kept the last certificate with the right name and signature off the path.</summary>
        public EvidenceFault? Nearest { get; private set; }

        public ImmutableArray<Certificate>? Extend(ImmutableArray<Certificate> path)
        {
            foreach (Certificate anchor in anchors)
            {
                if (IsNext(path, anchor))
                    return path.Add(anchor);
            }

            if (path.Length == MaximumLength)
                return null;
            foreach (Certificate other in others)
            {
                if (IsNext(path, other) && Extend(path.Add(other)) is { } whole)
                    return whole;
            }

            return null;
        }

        private bool IsNext(ImmutableArray<Certificate> path, Certificate issuer)
        {
            Certificate below = path[^1];
            if (!below.Issuer.Span.SequenceEqual(issuer.Subject.Span) || issuer.Key is not { } key)
                return false;
            if (_steps++ >= MaximumSteps || path.Any(member => member.Bytes.Span.SequenceEqual(issuer.Bytes.Span)) || !below.IsSignedBy(key))
                return false;
            EvidenceFault? fault = Judge(path, issuer);
            Nearest = fault ?? Nearest;
            return fault is null;
        }

        private EvidenceFault? Judge(ImmutableArray<Certificate> path, Certificate issuer)
        {
            if (CertificateExtensions.FirstUnknownCritical(issuer) is string oid)
                return new(EvidenceCode.CertificateUnsupported, "issuer", $"it has the critical extension {oid}, which is not understood here.");
            if (!issuer.IsValidAt(time))
                return new(EvidenceCode.CertificateExpired, "issuer", $"it is valid from {issuer.NotBefore:u} to {issuer.NotAfter:u}, and the time in question is {time:u}.");
            if (!CertificateExtensions.TryReadConstraints(issuer, out bool isAuthority, out int? length) || !isAuthority)
                return new(EvidenceCode.CertificateUsage, "issuer", "the certificate above is not one of an authority.");
            if (!CertificateExtensions.AllowsUsage(issuer, KeyUsages.CertificateSign))
                return new(EvidenceCode.CertificateUsage, "issuer", "the authority's key may not sign certificates.");
            // RFC 5280 §4.2.1.9: certificates whose issuer and subject are one do not count, nor does the first.
            if (path.Skip(1).Count(static member => !member.Issuer.Span.SequenceEqual(member.Subject.Span)) > (length ?? int.MaxValue))
                return new(EvidenceCode.CertificateUsage, "issuer", "more authorities stand below it than it allows.");
            return CertificateExtensions.Purposes(issuer) is { } purposes && !purposes.Contains(purpose) && !purposes.Contains(ObjectIds.AnyUsage)
                ? new(EvidenceCode.CertificateUsage, "issuer", $"the authority does not issue certificates for the purpose {purpose}.")
                : null;
        }
    }
}
