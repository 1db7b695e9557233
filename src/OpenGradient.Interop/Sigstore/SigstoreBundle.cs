using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace OpenGradient.Interop;

/// <summary>A Sigstore bundle, versions 0.1 to 0.3: a signature with what is needed to check it offline, parsed and not checked yet.</summary>
public sealed class SigstoreBundle
{
    /// <summary>The largest bundle that is read, in bytes: a model's manifest of a hundred thousand files fits.</summary>
    public const int MaximumBytes = 64 << 20;

    internal SigstoreBundle(
        BundleVersion version,
        string? keyHint,
        ImmutableArray<Certificate> certificates,
        bool hasChain,
        ImmutableArray<LogEntry> entries,
        ImmutableArray<byte[]> timestamps,
        MessageSignature? message,
        BundleEnvelope? envelope)
    {
        Version = version;
        KeyHint = keyHint;
        Certificates = certificates;
        HasChain = hasChain;
        Entries = entries;
        Timestamps = timestamps;
        Message = message;
        Envelope = envelope;
    }

    /// <summary>The bundle's version.</summary>
    public BundleVersion Version { get; }

    /// <summary>What the bundle says of a key that it does not carry; null if it carries certificates, empty if it says nothing.</summary>
    public string? KeyHint { get; }

    /// <summary>The certificates, that of the signing key first; empty if the bundle carries none.</summary>
    public ImmutableArray<Certificate> Certificates { get; }

    /// <summary>Whether certificates stand in a chain, in place of one alone.</summary>
    internal bool HasChain { get; }

    internal ImmutableArray<LogEntry> Entries { get; }

    internal ImmutableArray<byte[]> Timestamps { get; }

    internal MessageSignature? Message { get; }

    internal BundleEnvelope? Envelope { get; }

    /// <summary>The signature, whatever it is of.</summary>
    internal byte[] Signature => Message?.Signature ?? Envelope?.Signature ?? [];

    /// <summary>Reads a bundle; never throws, and says at which member it is malformed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> json, [NotNullWhen(true)] out SigstoreBundle? bundle, [NotNullWhen(false)] out EvidenceFault? fault)
    {
        bundle = BundleReader.Read(json, out fault);
        return bundle is not null;
    }
}
