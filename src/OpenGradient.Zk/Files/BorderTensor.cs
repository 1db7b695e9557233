using System.Collections.Immutable;

namespace OpenGradient.Zk;

/// <summary>Integers where a core begins or ends.</summary>
internal sealed record BorderTensor(ImmutableArray<long> Shape, long[] Elements)
{
    /// <summary>The least of 1, 2, 4 and 8 bytes that hold every element in two's complement.</summary>
    public int ElementBytes
    {
        get
        {
            long spread = Elements.Aggregate(0L, static (bits, element) => bits | (element ^ (element >> 63)));
            return spread < 1L << 7 ? 1 : spread < 1L << 15 ? 2 : spread < 1L << 31 ? 4 : 8;
        }
    }
}
