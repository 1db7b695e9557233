using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Numerics;
using OpenGradient.Primitives;

namespace OpenGradient.Zk.Statements;

/// <summary>What binds a proof to a model: the Program, and the commitment to its weights; proof-1 section 8.</summary>
/// <remarks>
/// Does not establish: that the vector behind the root holds the constants of the Program, or that the row sums are theirs. Whoever has the
/// weights makes the key again and compares; whoever has not trusts the one who signed its KeyId.
/// </remarks>
/// <param name="Program">The digest of the Program.</param>
/// <param name="Root">The commitment to the weights, 32 bytes; none for a Program without weights.</param>
/// <param name="RowSums">For each weight the Σ |W| of each row, rounded up (<see cref="RoundUp"/>), which bounds what it can make.</param>
internal sealed record ProofKey(Digest Program, ImmutableArray<byte> Root, ImmutableArray<long> RowSums)
{
    /// <summary>Of a key that hides the weights each proof shows at most so many columns.</summary>
    public const int MostColumns = 192;

    /// <summary>So many proofs a key hides the weights in at most: all their columns are 2^17.</summary>
    public const int MostProofs = (1 << 17) / MostColumns;

    /// <summary>The significant bits of a row sum.</summary>
    /// <remarks>Fewer bytes for each proof, at the price of bounds that are wider by less than 2^-9: half of what the compiler leaves between an index and the end of its table.</remarks>
    public const int RowSumBits = 10;

    /// <summary>The least number that is not below a row's Σ |W| and has no more than <see cref="RowSumBits"/> significant bits.</summary>
    public static long RoundUp(long rowSum)
    {
        int dropped = Math.Max(0, 64 - BitOperations.LeadingZeroCount((ulong)rowSum) - RowSumBits);
        return (rowSum + (1L << dropped) - 1) >> dropped << dropped;
    }

    /// <summary>B: in so many proofs the weights stay hidden; 0 where they are public.</summary>
    public int ProofCount { get; init; }

    /// <summary>The KeyId.</summary>
    public Digest IdOf(ReadOnlySpan<byte> profile) => Digest.Sha256(ToBytes(profile));

    /// <summary>The bytes whose SHA-256 is the KeyId.</summary>
    public byte[] ToBytes(ReadOnlySpan<byte> profile)
    {
        byte[] sums = new byte[RowSums.Length * sizeof(long)];
        for (int row = 0; row < RowSums.Length; row++)
            BinaryPrimitives.WriteInt64BigEndian(sums.AsSpan(row * sizeof(long)), RowSums[row]);
        return [.. "OpenGradient proof-1 key\0"u8, .. profile, 0, .. Program.ToArray(), .. Word(RowSums.Length), .. sums, .. Root, .. ProofCount > 0 ? Word(ProofCount) : []];
    }

    private static byte[] Word(int number)
    {
        byte[] word = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteInt64BigEndian(word, number);
        return word;
    }
}
