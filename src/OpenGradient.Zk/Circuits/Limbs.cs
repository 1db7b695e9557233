using System.Collections.Immutable;
using System.Numerics;

namespace OpenGradient.Zk.Circuits;

/// <summary>A number from 0 to 2^b - 1 as columns of 16 bits, the lowest first; proof-1 section 9.</summary>
/// <param name="Columns">The limbs.</param>
/// <param name="BitCount">b: the last limb has what is left of it.</param>
internal sealed record Limbs(ImmutableArray<int> Columns, int BitCount)
{
    public const int LimbBits = 16;

    /// <summary>How many bits the numbers from 0 to <paramref name="largest"/> take.</summary>
    public static int BitsOf(BigInteger largest) => Math.Max(1, (int)largest.GetBitLength());

    public static int CountOf(int bitCount) => (bitCount + LimbBits - 1) / LimbBits;

    /// <summary>By what the last limb is multiplied where it is looked up, so that it has no more bits than are left.</summary>
    public static long LastFactor(int bitCount) => 1L << ((CountOf(bitCount) * LimbBits) - bitCount);
}
