using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Primitives;

namespace OpenGradient.Transparency.Witness;

/// <summary>The words that requests and answers of witnesses consist of.</summary>
internal static class WitnessText
{
    /// <summary>The media type of the body of a 409.</summary>
    public const string SizeMediaType = "text/x.tlog.size";

    /// <summary>The media type of everything else.</summary>
    public const string PlainMediaType = "text/plain; charset=utf-8";

    /// <summary>Reads a size in its only form, a decimal below 2^64 without leading zeros.</summary>
    public static bool TryParseSize(string text, out ulong size)
    {
        size = 0;
        bool isCanonical = text.Length > 0 && (text[0] != '0' || text.Length == 1) && !text.AsSpan().ContainsAnyExceptInRange('0', '9');
        return isCanonical && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out size);
    }

    /// <summary>Reads hashes, one a line.</summary>
    public static bool TryParseHashes(ReadOnlySpan<string> lines, int maxCount, out ImmutableArray<Digest> hashes)
    {
        hashes = [];
        if (lines.Length > maxCount)
            return false;
        var builder = ImmutableArray.CreateBuilder<Digest>(lines.Length);
        foreach (string line in lines)
        {
            if (!CanonicalBase64.TryDecode(line, out byte[] hash) || hash.Length != Digest.SizeBytes)
                return false;
            builder.Add(new Digest(hash));
        }

        hashes = builder.MoveToImmutable();
        return true;
    }
}
