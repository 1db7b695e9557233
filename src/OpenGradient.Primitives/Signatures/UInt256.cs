using System.Buffers.Binary;

namespace OpenGradient.Primitives;

/// <summary>Four 64-bit words, most significant first: just enough arithmetic to compare and subtract scalars.</summary>
internal readonly record struct UInt256(ulong Word0, ulong Word1, ulong Word2, ulong Word3) : IComparable<UInt256>
{
    public static UInt256 Read(ReadOnlySpan<byte> bigEndian) => new(
        BinaryPrimitives.ReadUInt64BigEndian(bigEndian),
        BinaryPrimitives.ReadUInt64BigEndian(bigEndian[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(bigEndian[16..]),
        BinaryPrimitives.ReadUInt64BigEndian(bigEndian[24..]));

    public void Write(Span<byte> bigEndian)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bigEndian, Word0);
        BinaryPrimitives.WriteUInt64BigEndian(bigEndian[8..], Word1);
        BinaryPrimitives.WriteUInt64BigEndian(bigEndian[16..], Word2);
        BinaryPrimitives.WriteUInt64BigEndian(bigEndian[24..], Word3);
    }

    public int CompareTo(UInt256 other) =>
        (Word0, Word1, Word2, Word3).CompareTo((other.Word0, other.Word1, other.Word2, other.Word3));

    /// <summary>This minus <paramref name="other"/>, which must not be larger.</summary>
    public UInt256 Subtract(UInt256 other)
    {
        ulong borrow = 0;
        ulong word3 = SubtractWord(Word3, other.Word3, ref borrow);
        ulong word2 = SubtractWord(Word2, other.Word2, ref borrow);
        ulong word1 = SubtractWord(Word1, other.Word1, ref borrow);
        ulong word0 = SubtractWord(Word0, other.Word0, ref borrow);
        return new UInt256(word0, word1, word2, word3);
    }

    private static ulong SubtractWord(ulong minuend, ulong subtrahend, ref ulong borrow)
    {
        UInt128 difference = unchecked((UInt128)minuend - subtrahend - borrow);
        borrow = (ulong)(difference >> 64) & 1;
        return unchecked((ulong)difference);
    }
}
