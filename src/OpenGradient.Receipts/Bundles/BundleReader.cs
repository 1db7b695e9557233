using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>Reads a bundle, rule by rule in the order of receipt-1 §5.1.</summary>
internal static class BundleReader
{
    public static ReceiptError Read(ReadOnlySpan<byte> bytes, out Bundle? bundle)
    {
        bundle = null;
        if (bytes.Length > Bundle.MaximumBytes)
            return new(ReceiptErrorCode.BundleTooLarge, $"{bytes.Length} bytes");
        if (JsonMarks.Count(bytes) > JsonMarks.MostInEvidence)
            return new(ReceiptErrorCode.BundleTooLarge, $"more than {JsonMarks.MostInEvidence} of the bytes , [ and {{");
        if (!JsonReader.TryRead(bytes, out JsonValue? json, out int errorOffset))
            return Malformed($"byte {errorOffset} of the bundle");
        if (!json.TryGetString("mediaType", out string? mediaType) || mediaType != Bundle.MediaType)
            return Malformed("mediaType");
        if (!json.TryGet("dsse", out JsonValue? dsse) || !DsseEnvelope.TryRead(dsse, out DsseEnvelope? envelope))
            return Malformed("dsse");
        if (!TryReadEvidence(json, out ImmutableArray<Evidence> evidence))
            return Malformed("evidence");
        bundle = ReadDisclosures(json, new Bundle { Dsse = envelope, Evidence = evidence });
        return bundle is null ? Malformed("disclosures") : default;
    }

    private static ReceiptError Malformed(string subject) => new(ReceiptErrorCode.BundleMalformed, subject);

    private static bool TryReadEvidence(JsonValue json, out ImmutableArray<Evidence> evidence)
    {
        evidence = [];
        if (!json.TryGet("evidence", out JsonValue? list) || list.Kind != JsonKind.Array || list.Items.Length > Bundle.MaximumEvidence)
            return false;
        var items = ImmutableArray.CreateBuilder<Evidence>(list.Items.Length);
        foreach (JsonValue item in list.Items)
        {
            if (!item.TryGetString("type", out string? type) || !TextForm.IsLabel(type))
                return false;
            items.Add(new Evidence(type, item));
        }

        evidence = items.MoveToImmutable();
        return true;
    }

    /// <summary>A disclosure must name its tree; whatever else is wrong with it is held against that tree only.</summary>
    private static Bundle? ReadDisclosures(JsonValue json, Bundle bundle)
    {
        if (!json.TryGet("disclosures", out JsonValue? list) || list.Kind != JsonKind.Array)
            return null;
        var disclosures = ImmutableArray.CreateBuilder<Disclosure>();
        var malformed = ImmutableArray.CreateBuilder<CommitmentSide>();
        foreach (JsonValue item in list.Items)
        {
            if (!item.TryGetString("tree", out string? tree) || !CommitmentSides.TryParse(tree, out CommitmentSide side))
                return null;
            if (Disclosure.TryRead(item, side, out Disclosure? disclosure))
                disclosures.Add(disclosure);
            else
                malformed.Add(side);
        }

        return bundle with { Disclosures = disclosures.ToImmutable(), MalformedDisclosures = malformed.ToImmutable() };
    }
}
