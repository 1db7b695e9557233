using System.Collections.Immutable;

namespace OpenGradient.Interop;

/// <summary>Reads trust roots: the JSON form of <c>dev.sigstore.trustroot.v1.TrustedRoot</c> (sigstore/protobuf-specs).</summary>
internal static class TrustRootReader
{
    private const int MaximumMembers = 256;

    public static TrustRoot? Read(ReadOnlySpan<byte> json, out EvidenceFault? fault)
    {
        FaultSink faults = new(EvidenceCode.TrustRootMalformed);
        FieldReader root = FieldReader.Open(json, TrustRoot.MaximumBytes, faults);
        root.Only("mediaType", "tlogs", "certificateAuthorities", "ctlogs", "timestampAuthorities");
        if (root.Text("mediaType") is not ("application/vnd.dev.sigstore.trustedroot+json;version=0.1"
            or "application/vnd.dev.sigstore.trustedroot.v0.1+json" or "application/vnd.dev.sigstore.trustedroot.v0.2+json"))
            root.Refuse("mediaType", "trust roots of the versions 0.1 and 0.2 are read, and this is none.");
        TrustRoot read = new(
            ReadAuthorities(root, "certificateAuthorities", faults),
            ReadAuthorities(root, "timestampAuthorities", faults),
            ReadLogs(root, "tlogs"),
            ReadLogs(root, "ctlogs"));
        fault = faults.First;
        return fault is null ? read : null;
    }

    private static ImmutableArray<TrustedAuthority> ReadAuthorities(FieldReader root, string name, FaultSink faults)
    {
        var authorities = ImmutableArray.CreateBuilder<TrustedAuthority>();
        foreach (FieldReader item in root.Objects(name, MaximumMembers))
        {
            item.Only("subject", "uri", "certChain", "validFor", "operator");
            ImmutableArray<FieldReader> chain = item.Object("certChain").Only("certificates").Objects("certificates", MaximumMembers);
            if (chain.IsEmpty)
                item.Refuse("certChain", "it is empty; its last certificate is the trusted one.");
            authorities.Add(new([.. chain.Select(reader => BundleReader.ReadCertificate(reader, faults)).OfType<Certificate>()], ReadRange(item)));
        }

        return authorities.ToImmutable();
    }

    private static ImmutableArray<TrustedLog> ReadLogs(FieldReader root, string name)
    {
        var logs = ImmutableArray.CreateBuilder<TrustedLog>();
        foreach (FieldReader item in root.Objects(name, MaximumMembers))
        {
            item.Only("baseUrl", "hashAlgorithm", "publicKey", "logId", "checkpointKeyId", "operator");
            if (item.Text("hashAlgorithm") != "SHA2_256")
                item.Refuse("hashAlgorithm", "logs of SHA2_256 are read, and this is none.");
            FieldReader key = item.Object("publicKey").Only("rawBytes", "keyDetails", "validFor");
            _ = key.Text("keyDetails"); // the key itself says what it is
            ForeignKey? read = ForeignKey.TryParse(key.Bytes("rawBytes"), out ForeignKey? known) ? known : null;
            logs.Add(new(NameOf(item.Text("baseUrl")), item.Object("logId").Only("keyId").Bytes("keyId"), read, ReadRange(key)));
        }

        return logs.ToImmutable();
    }

    /// <summary>The span of time of a key or an authority. One without a start would be trusted for ever.</summary>
    private static TimeRange ReadRange(FieldReader owner)
    {
        FieldReader range = owner.Object("validFor").Only("start", "end");
        DateTimeOffset? start = range.Time("start");
        if (start is null)
            range.Refuse("start", "the start of the time at which it is valid is missing.");
        return new(start ?? DateTimeOffset.MaxValue, range.Time("end"));
    }

    private static string NameOf(string url)
    {
        int scheme = url.IndexOf("://", StringComparison.Ordinal);
        return (scheme < 0 ? url : url[(scheme + 3)..]).TrimEnd('/');
    }
}
