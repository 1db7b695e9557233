using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;

namespace OpenGradient.Interop;

/// <summary>What a platform signed about a workload that runs on it: read, and not trusted yet (interop-1 §4.2).</summary>
/// <remarks>
/// Total: any bytes are a document or none.
/// <b>Does not establish</b> what the measured software does, that the platform's firmware was up to date, or that no certificate was revoked.
/// </remarks>
public abstract class AttestationDocument
{
    /// <summary>The most bytes that a document may have.</summary>
    public const int MaximumBytes = 65_536;

    /// <summary>The length of a register: SHA-384.</summary>
    internal const int RegisterBytes = 48;

    private protected AttestationDocument(ReadOnlySpan<byte> bytes) => Hash = Digest.Sha256(bytes);

    /// <summary>SHA-256 of the document's bytes.</summary>
    public Digest Hash { get; }

    /// <summary>The platform, as <c>measurement_type</c> of AIR v1 names it.</summary>
    public abstract string Platform { get; }

    /// <summary>Whether the platform let its owner look into the workload: then nothing was kept from anybody.</summary>
    public abstract bool IsDebug { get; }

    /// <summary>What was measured, by the names that AIR v1 gives the registers of every platform.</summary>
    internal abstract ImmutableArray<(string Name, ReadOnlyMemory<byte> Value)> Registers { get; }

    /// <summary>Reads a document of AWS Nitro Enclaves or a quote of Intel TDX; false for anything else.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out AttestationDocument? document)
    {
        document = bytes.Length > MaximumBytes ? null : NitroDocument.Read(bytes) ?? (AttestationDocument?)TdxQuote.Read(bytes);
        return document is not null;
    }

    /// <summary>Whether the workload had this Ed25519 key put into the document, where the draft of AIR v1 wants it.</summary>
    public abstract bool BindsKey(ReadOnlySpan<byte> publicKey);

    /// <summary>Whether the workload had the id of this issuer's key put into the document: that receipts of that key come from it.</summary>
    public abstract bool BindsIssuer(Digest keyId);

    /// <summary>Whether the platform signed the document, by certificates that lead to one of <paramref name="roots"/>.</summary>
    /// <param name="roots">The platform's roots, which the caller trusts.</param>
    /// <param name="time">When the certificates must be valid, for a document that does not say when it was made.</param>
    internal abstract AttestationFinding CheckSigner(ImmutableArray<Certificate> roots, DateTimeOffset time);

    /// <summary>The certificate that signed has to be for signing, none of an authority, and lead to a root.</summary>
    private protected static AttestationFinding CheckPath(Certificate leaf, ImmutableArray<Certificate> others, ImmutableArray<Certificate> roots, DateTimeOffset time)
    {
        if (leaf.IsAuthority || !CertificateExtensions.AllowsUsage(leaf, KeyUsages.DigitalSignature))
            return new(AttestationCode.AttestationUntrusted, "the certificate that signed the document is not one for signing documents");
        return CertificatePath.Find(leaf, others, roots, time, ObjectIds.AnyUsage, out _) is { } fault
            ? new(AttestationCode.AttestationUntrusted, $"the document's certificates do not lead to the given root: {fault}")
            : new(AttestationCode.Ok, "the platform signed it");
    }
}
