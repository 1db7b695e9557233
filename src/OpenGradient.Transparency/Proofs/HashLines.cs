using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Transparency;

/// <summary>Hashes as texts of logs and witnesses carry them: base64, one a line.</summary>
internal static class HashLines
{
    /// <summary>Reads them; false if there are more than <paramref name="maxCount"/>, or one is not 32 bytes in canonical base64.</summary>
    public static bool TryParse(ReadOnlySpan<string> lines, int maxCount, out ImmutableArray<Digest> hashes)
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

    /// <summary>Writes them, a newline after each.</summary>
    public static string Format(ImmutableArray<Digest> hashes) => string.Concat(hashes.Select(static hash => $"{Convert.ToBase64String(hash.AsSpan())}\n"));
}
