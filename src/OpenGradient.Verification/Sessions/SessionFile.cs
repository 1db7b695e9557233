using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Verification;

/// <summary>The bundles of a session in one file, in their order (receipt-1 §9.2).</summary>
public static class SessionFile
{
    /// <summary>The media type, which every such file names.</summary>
    public const string MediaType = "application/vnd.opengradient.inference-session.v1+json";

    /// <summary>The most bytes that a file may have: 256 MiB.</summary>
    public const int MaximumBytes = 256 * 1024 * 1024;

    /// <summary>The most bundles.</summary>
    public const int MaximumBundles = 65_536;

    /// <summary>Writes a file.</summary>
    /// <param name="bundles">The bytes of bundles.</param>
    public static byte[] ToBytes(IEnumerable<Bundle> bundles) => CanonicalJson.Serialize(JsonValue.Object(
        ("mediaType", JsonValue.String(MediaType)),
        ("bundles", JsonValue.Array([.. bundles.Select(static bundle => JsonValue.String(Convert.ToBase64String(bundle.ToBytes())))]))));

    /// <summary>The bytes of the bundles, not judged; false for a file of another form.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out ImmutableArray<byte[]>? bundles)
    {
        bundles = null;
        if (bytes.Length > MaximumBytes || JsonMarks.Count(bytes) > JsonMarks.MostInEvidence || !JsonReader.TryRead(bytes, out JsonValue? json) || !json.TryGetString("mediaType", out string? mediaType) || mediaType != MediaType
            || !json.TryGet("bundles", out JsonValue? list) || list.Items.Length is 0 or > MaximumBundles)
            return false;
        var found = ImmutableArray.CreateBuilder<byte[]>(list.Items.Length);
        foreach (JsonValue item in list.Items)
        {
            if (item.Kind != JsonKind.String || !CanonicalBase64.TryDecode(item.Text, out byte[] bundle))
                return false;
            found.Add(bundle);
        }

        bundles = found.MoveToImmutable();
        return true;
    }
}
