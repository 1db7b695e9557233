using System.Collections.Immutable;
using System.Numerics;

namespace OpenGradient.Zk.Circuits;

/// <summary>A number from 0 to 2^b - 1, less an offset, as columns of 16 bits, the lowest first; proof-1 section 9.</summary>
/// <param name="Columns">The limbs; none for a number that there is not.</param>
/// <param name="BitCount">b: the last limb has what is left of it.</param>
/// <param name="Offset">What the limbs give is larger by so much: 2^(b-1) where the number may be negative.</param>
internal sealed record Limbs(ImmutableArray<int> Columns, int BitCount, long Offset = 0)
{
    public static readonly Limbs None = new([], 0);

    public const int LimbBits = 16;

    /// <summary>How many bits the numbers from 0 to <paramref name="largest"/> take.</summary>
    public static int BitsOf(BigInteger largest) => Math.Max(1, (int)largest.GetBitLength());

    /// <summary>So many bits as whole limbs have, up to three of them: a whole limb is looked up once, one of fewer bits twice.</summary>
    public static int WholeBits(int bitCount) => bitCount <= 3 * LimbBits ? CountOf(bitCount) * LimbBits : bitCount;

    public static int CountOf(int bitCount) => (bitCount + LimbBits - 1) / LimbBits;

    /// <summary>By what the last limb is multiplied where it is looked up, so that it has no more bits than are left.</summary>
    public static long LastFactor(int bitCount) => 1L << ((CountOf(bitCount) * LimbBits) - bitCount);
}
