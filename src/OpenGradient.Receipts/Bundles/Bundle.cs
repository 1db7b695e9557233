using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>A receipt with the evidence for it and the disclosures its holder chose to add, in one file (receipt-1 §4).</summary>
public sealed record Bundle
{
    /// <summary>The media type, which every bundle names.</summary>
    public const string MediaType = "application/vnd.opengradient.inference-bundle.v1+json";

    /// <summary>The most bytes that a bundle may have: 64 MiB.</summary>
    public const int MaximumBytes = 64 * 1024 * 1024;

    /// <summary>The most pieces of evidence that a bundle may have.</summary>
    public const int MaximumEvidence = 1024;

    /// <summary>The signed statement.</summary>
    public required DsseEnvelope Dsse { get; init; }

    /// <summary>What supports it.</summary>
    public ImmutableArray<Evidence> Evidence { get; init; } = [];

    /// <summary>The opened leaves.</summary>
    public ImmutableArray<Disclosure> Disclosures { get; init; } = [];

    /// <summary>For each disclosure that could not be read, the tree it names; empty for a bundle that was not read from bytes.</summary>
    public ImmutableArray<CommitmentSide> MalformedDisclosures { get; init; } = [];

    /// <summary>The SubjectPublicKeyInfo with this id among the issuer keys that the bundle brings along; null if there is none.</summary>
    public byte[]? FindIssuerSpki(Digest keyId)
    {
        foreach (Evidence evidence in Evidence)
        {
            if (evidence.Type != Receipts.Evidence.IssuerKeyType || !evidence.Json.TryGetString("spki", out string? text))
                continue;
            if (CanonicalBase64.TryDecode(text, out byte[] spki) && Digest.Sha256(spki) == keyId)
                return spki;
        }

        return null;
    }

    /// <summary>The same receipt with fewer parts shown: those that are shown here, and chosen.</summary>
    /// <remarks>A proof goes with the last hidden part: it does not hide the input.</remarks>
    public Bundle Reveal(DisclosureChoice choice)
    {
        ImmutableArray<Disclosure> shown = [.. Disclosures.Where(choice.Includes)];
        bool isWhole = shown.Length == Disclosures.Length;
        return this with { Disclosures = shown, Evidence = isWhole ? Evidence : Evidence.RemoveAll(static evidence => evidence.Type == ProofEvidence.Type) };
    }

    /// <summary>The bundle as JSON bytes in RFC 8785 form; disclosures that could not be read are left out.</summary>
    public byte[] ToBytes() => CanonicalJson.Serialize(JsonValue.Object(
        ("mediaType", JsonValue.String(MediaType)),
        ("dsse", Dsse.ToJson()),
        ("evidence", JsonValue.Array([.. Evidence.Select(static evidence => evidence.Json)])),
        ("disclosures", JsonValue.Array([.. Disclosures.Select(static disclosure => disclosure.ToJson())]))));

    /// <summary>Reads a bundle; on failure <paramref name="error"/> says which rule of receipt-1 §5.1 it breaks, and where.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Bundle? bundle, out ReceiptError error)
    {
        error = BundleReader.Read(bytes, out bundle);
        return bundle is not null;
    }
}
