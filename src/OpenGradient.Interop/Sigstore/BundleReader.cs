using System.Collections.Immutable;

namespace OpenGradient.Interop;

/// <summary>Reads bundles: the JSON form of <c>dev.sigstore.bundle.v1.Bundle</c> (sigstore/protobuf-specs), every member known.</summary>
internal static class BundleReader
{
    private const int MaximumEntries = 16;
    private const int MaximumCertificates = 16;
    private const int MaximumTimestamps = 16;
    private const int MaximumPath = 64;

    public static SigstoreBundle? Read(ReadOnlySpan<byte> json, out EvidenceFault? fault)
    {
        FaultSink faults = new(EvidenceCode.BundleMalformed);
        FieldReader root = FieldReader.Open(json, SigstoreBundle.MaximumBytes, faults);
        BundleVersion version = ReadVersion(root, faults);
        root.Only("mediaType", "verificationMaterial", "messageSignature", "dsseEnvelope");
        FieldReader material = root.Object("verificationMaterial")
            .Only("publicKey", "certificate", "x509CertificateChain", "tlogEntries", "timestampVerificationData");
        ImmutableArray<Certificate> certificates = ReadCertificates(material, faults);
        ImmutableArray<FieldReader> entries = material.Objects("tlogEntries", MaximumEntries);
        ImmutableArray<byte[]> timestamps = ReadTimestamps(material);
        SigstoreBundle bundle = new(
            version,
            ReadKeyHint(material),
            certificates,
            material.Has("x509CertificateChain"),
            [.. entries.Select(ReadEntry)],
            timestamps,
            ReadMessage(root),
            ReadEnvelope(root, faults));
        if (root.Has("messageSignature") == root.Has("dsseEnvelope"))
            root.Refuse("dsseEnvelope", "a bundle has either a messageSignature or a dsseEnvelope.");
        fault = faults.First;
        return fault is null ? bundle : null;
    }

    private static BundleVersion ReadVersion(FieldReader root, FaultSink faults)
    {
        string type = root.Text("mediaType");
        BundleVersion? version = type switch
        {
            "application/vnd.dev.sigstore.bundle+json;version=0.1" => BundleVersion.V01,
            "application/vnd.dev.sigstore.bundle+json;version=0.2" => BundleVersion.V02,
            "application/vnd.dev.sigstore.bundle+json;version=0.3" or "application/vnd.dev.sigstore.bundle.v0.3+json" => BundleVersion.V03,
            _ => null,
        };
        if (version is null)
            faults.Add(EvidenceCode.VersionUnsupported, "mediaType", "bundles of the versions 0.1, 0.2 and 0.3 are read, and this is none.");
        return version ?? BundleVersion.V03;
    }

    /// <summary>The hint of a key that the bundle does not carry. Bundles of model-signing before 1.1 gave rawBytes and no hint.</summary>
    private static string? ReadKeyHint(FieldReader material)
    {
        if (material.OptionalObject("publicKey")?.Only("hint", "rawBytes", "keyDetails") is not { } key)
            return null;
        if (!key.Has("hint") && !key.Has("rawBytes"))
            key.Refuse("hint", "a key goes by a hint, or by rawBytes in old bundles, and this one by neither.");
        _ = key.OptionalText("rawBytes");
        return key.OptionalText("hint") ?? "";
    }

    private static ImmutableArray<Certificate> ReadCertificates(FieldReader material, FaultSink faults)
    {
        FieldReader? one = material.OptionalObject("certificate");
        FieldReader? chain = material.OptionalObject("x509CertificateChain")?.Only("certificates");
        int forms = (one is null ? 0 : 1) + (chain is null ? 0 : 1) + (material.Has("publicKey") ? 1 : 0);
        if (forms != 1)
            material.Refuse("certificate", "exactly one of publicKey, certificate and x509CertificateChain is wanted.");
        ImmutableArray<FieldReader> readers = one is not null ? [one] : chain?.Objects("certificates", MaximumCertificates) ?? [];
        if (chain is not null && readers.IsEmpty)
            chain.Refuse("certificates", "the chain is empty; its first certificate is the signer's.");
        return [.. readers.Select(reader => ReadCertificate(reader, faults)).OfType<Certificate>()];
    }

    internal static Certificate? ReadCertificate(FieldReader reader, FaultSink faults)
    {
        if (Certificate.TryParse(reader.Only("rawBytes").Bytes("rawBytes"), out Certificate? certificate))
            return certificate;
        faults.Add(EvidenceCode.CertificateMalformed, $"{reader.Path}.rawBytes", "it is no X.509 certificate of version 3 in DER.");
        return null;
    }

    private static ImmutableArray<byte[]> ReadTimestamps(FieldReader material)
    {
        ImmutableArray<FieldReader> items = material.OptionalObject("timestampVerificationData")?.Only("rfc3161Timestamps").Objects("rfc3161Timestamps", MaximumTimestamps) ?? [];
        return [.. items.Select(static item => item.Only("signedTimestamp").Bytes("signedTimestamp"))];
    }

    private static LogEntry ReadEntry(FieldReader entry)
    {
        entry.Only("logIndex", "logId", "kindVersion", "integratedTime", "inclusionPromise", "inclusionProof", "canonicalizedBody");
        FieldReader kind = entry.Object("kindVersion").Only("kind", "version");
        return new(
            entry.Path,
            entry.Count("logIndex"),
            entry.Object("logId").Only("keyId").Bytes("keyId"),
            kind.Text("kind"),
            kind.Text("version"),
            entry.Count("integratedTime"),
            entry.OptionalObject("inclusionPromise")?.Only("signedEntryTimestamp").Bytes("signedEntryTimestamp"),
            entry.OptionalObject("inclusionProof") is { } proof ? ReadInclusion(proof) : null,
            entry.Bytes("canonicalizedBody"));
    }

    private static LogInclusion ReadInclusion(FieldReader proof)
    {
        proof.Only("logIndex", "rootHash", "treeSize", "hashes", "checkpoint");
        string? checkpoint = proof.OptionalObject("checkpoint")?.Only("envelope").OptionalText("envelope");
        return new(proof.Count("logIndex"), proof.Digest("rootHash"), proof.Count("treeSize"), proof.Digests("hashes", MaximumPath), string.IsNullOrEmpty(checkpoint) ? null : checkpoint);
    }

    private static MessageSignature? ReadMessage(FieldReader root)
    {
        if (root.OptionalObject("messageSignature")?.Only("messageDigest", "signature") is not { } message)
            return null;
        FieldReader? digest = message.OptionalObject("messageDigest")?.Only("algorithm", "digest");
        return new(message.Bytes("signature"), digest?.Text("algorithm"), digest?.Bytes("digest"));
    }

    private static BundleEnvelope? ReadEnvelope(FieldReader root, FaultSink faults)
    {
        if (root.OptionalObject("dsseEnvelope")?.Only("payload", "payloadType", "signatures") is not { } envelope)
            return null;
        ImmutableArray<FieldReader> signatures = envelope.Objects("signatures", MaximumEntries);
        // SPEC: "DSSE envelopes in a bundle MUST have exactly one signature."
        if (signatures.Length != 1)
            faults.Add("dsseEnvelope.signatures", $"a bundle's envelope has exactly one signature, and this one has {signatures.Length}.");
        FieldReader? signature = signatures.FirstOrDefault()?.Only("sig", "keyid");
        return new(envelope.Text("payloadType"), envelope.Bytes("payload"), signature?.Bytes("sig") ?? [], signature?.OptionalText("keyid"));
    }
}
