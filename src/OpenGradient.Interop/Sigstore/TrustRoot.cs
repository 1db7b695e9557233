using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace OpenGradient.Interop;

/// <summary>Whom a Sigstore verifier trusts: a <c>trusted_root.json</c>, which the verifier's owner got in a way that it trusts.</summary>
public sealed class TrustRoot
{
    internal TrustRoot(
        ImmutableArray<TrustedAuthority> certificateAuthorities, ImmutableArray<TrustedAuthority> timestampAuthorities, ImmutableArray<TrustedLog> logs, ImmutableArray<TrustedLog> certificateLogs)
    {
        CertificateAuthorities = certificateAuthorities;
        TimestampAuthorities = timestampAuthorities;
        Logs = logs;
        CertificateLogs = certificateLogs;
    }

    /// <summary>The largest trust root that is read, in bytes.</summary>
    public const int MaximumBytes = 4 << 20;

    internal ImmutableArray<TrustedAuthority> CertificateAuthorities { get; }

    internal ImmutableArray<TrustedAuthority> TimestampAuthorities { get; }

    internal ImmutableArray<TrustedLog> Logs { get; }

    internal ImmutableArray<TrustedLog> CertificateLogs { get; }

    /// <summary>Reads a trust root; never throws, and says at which member it is malformed. One that is malformed anywhere is refused whole.</summary>
    public static bool TryParse(ReadOnlySpan<byte> json, [NotNullWhen(true)] out TrustRoot? root, [NotNullWhen(false)] out EvidenceFault? fault)
    {
        root = TrustRootReader.Read(json, out fault);
        return root is not null;
    }
}
