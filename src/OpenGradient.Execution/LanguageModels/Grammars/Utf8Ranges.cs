using System.Collections.Immutable;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>Ranges of code points as ranges of bytes: RFC 3629, without surrogates and without second encodings.</summary>
internal static class Utf8Ranges
{
    private const int Largest = 0x10FFFF;

    // RFC 3629 §4: what begins with the same number of bytes and has no gap.
    private static readonly (int Low, int High, int Bytes)[] Parts =
        [(0, 0x7F, 1), (0x80, 0x7FF, 2), (0x800, 0xD7FF, 3), (0xE000, 0xFFFF, 3), (0x10000, Largest, 4)];

    /// <summary>Sequences of byte ranges that together are exactly the code points from low to high that are no surrogates.</summary>
    public static IEnumerable<ImmutableArray<GrammarSymbol>> Of(int low, int high)
    {
        foreach ((int first, int last, int bytes) in Parts)
        {
            if (Math.Max(low, first) <= Math.Min(high, last))
            {
                foreach (ImmutableArray<GrammarSymbol> sequence in Cut(Math.Max(low, first), Math.Min(high, last), bytes))
                    yield return sequence;
            }
        }
    }

    /// <summary>Cuts where the leading bytes differ and the trailing ones are not all of them.</summary>
    private static IEnumerable<ImmutableArray<GrammarSymbol>> Cut(int low, int high, int bytes)
    {
        for (int shift = 6; shift < 6 * bytes; shift += 6)
        {
            int mask = (1 << shift) - 1;
            if ((low & ~mask) == (high & ~mask))
                break;
            if ((low & mask) != 0)
                return [.. Cut(low, low | mask, bytes), .. Cut((low | mask) + 1, high, bytes)];
            if ((high & mask) != mask)
                return [.. Cut(low, (high & ~mask) - 1, bytes), .. Cut(high & ~mask, high, bytes)];
        }

        return [Sequence(low, high, bytes)];
    }

    private static ImmutableArray<GrammarSymbol> Sequence(int low, int high, int bytes)
    {
        if (bytes == 1)
            return [GrammarSymbol.Bytes((byte)low, (byte)high)];
        var sequence = ImmutableArray.CreateBuilder<GrammarSymbol>(bytes);
        int lead = 0xF00 >> bytes & 0xFF;
        sequence.Add(GrammarSymbol.Bytes((byte)(lead | (low >> (6 * (bytes - 1)))), (byte)(lead | (high >> (6 * (bytes - 1))))));
        for (int place = bytes - 2; place >= 0; place--)
            sequence.Add(GrammarSymbol.Bytes((byte)(0x80 | ((low >> (6 * place)) & 0x3F)), (byte)(0x80 | ((high >> (6 * place)) & 0x3F))));
        return sequence.MoveToImmutable();
    }
}
