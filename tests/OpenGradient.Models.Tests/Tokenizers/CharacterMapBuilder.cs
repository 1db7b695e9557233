using System.Buffers.Binary;
using System.Text;

namespace OpenGradient.Models.Tests.Tokenizers;

/// <summary>Writes the precompiled character maps of SentencePiece: a double array over UTF-8, then the replacements.</summary>
internal static class CharacterMapBuilder
{
    public static byte[] Build(params (string From, string To)[] rules)
    {
        MemoryStream replacements = new();
        SortedDictionary<string, int> offsets = new(StringComparer.Ordinal);
        foreach ((string from, string to) in rules)
        {
            offsets[Convert.ToHexString(Encoding.UTF8.GetBytes(from))] = (int)replacements.Length;
            replacements.Write([.. Encoding.UTF8.GetBytes(to), 0]);
        }

        uint[] units = new uint[1 << 12];
        Place(offsets, "", 0, units, [0], []);
        byte[] map = new byte[4 + (units.Length * 4) + replacements.Length];
        BinaryPrimitives.WriteInt32LittleEndian(map, units.Length * 4);
        for (int i = 0; i < units.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(map.AsSpan(4 + (i * 4)), units[i]);
        replacements.ToArray().CopyTo(map, 4 + (units.Length * 4));
        return map;
    }

    /// <summary>Finds a place for the children of a node, writes the node, then its children.</summary>
    private static void Place(SortedDictionary<string, int> offsets, string prefix, int node, uint[] units, HashSet<int> used, HashSet<int> starts)
    {
        int[] labels = [.. offsets.Keys.Where(key => key.Length > prefix.Length && key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(key => (int)Convert.FromHexString(key.AsSpan(prefix.Length, 2))[0]).Distinct()];
        bool hasValue = offsets.TryGetValue(prefix, out int value);
        int[] all = hasValue ? [0, .. labels] : labels;
        int start = Enumerable.Range(1, units.Length - 256).First(place => !starts.Contains(place) && all.All(label => !used.Contains(place ^ label)));
        // Two nodes with the same start would have each other's children.
        starts.Add(start);
        used.UnionWith(all.Select(label => start ^ label));
        units[node] |= ((uint)(node ^ start) << 10) | (hasValue ? 1u << 8 : 0);
        if (hasValue)
            units[start] = (uint)value | (1u << 31);
        foreach (int label in labels)
        {
            units[start ^ label] = (uint)label;
            Place(offsets, prefix + label.ToString("X2", System.Globalization.CultureInfo.InvariantCulture), start ^ label, units, used, starts);
        }
    }
}
