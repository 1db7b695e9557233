namespace OpenGradient.Kernels;

/// <summary>Quantised elements: element i stands for its byte, read as i8 or u8, minus a zero point.</summary>
/// <param name="bytes">The elements.</param>
/// <param name="isSigned">Whether a byte is i8; otherwise it is u8.</param>
/// <param name="zeroPoints">One for all, or one for each row, column or output plane, as the product says; empty stands for 0.</param>
internal readonly ref struct IntegerOperand(ReadOnlySpan<byte> bytes, bool isSigned, ReadOnlySpan<int> zeroPoints)
{
    /// <summary>The elements.</summary>
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    /// <summary>Whether a byte is i8; otherwise it is u8.</summary>
    public bool IsSigned { get; } = isSigned;

    /// <summary>None, one for all, or one for each row, column or output plane; each within the range of an element.</summary>
    public ReadOnlySpan<int> ZeroPoints { get; } = zeroPoints;

    /// <summary>What makes u8 of a byte, by exclusive or: the element plus 128 if it is i8.</summary>
    public byte UnsignedFlip => IsSigned ? (byte)0x80 : (byte)0;

    /// <summary>What makes i8 of a byte, by exclusive or: the element minus 128 if it is u8.</summary>
    public byte SignedFlip => IsSigned ? (byte)0 : (byte)0x80;

    /// <summary>The zero point of row, column or plane <paramref name="index"/>.</summary>
    public int ZeroPoint(int index) => ZeroPoints.Length switch
    {
        0 => 0,
        1 => ZeroPoints[0],
        _ => ZeroPoints[index],
    };

    /// <summary>The zero point of the element made u8.</summary>
    public int UnsignedZero(int index) => ZeroPoint(index) + UnsignedFlip;

    /// <summary>The zero point of the element made i8.</summary>
    public int SignedZero(int index) => ZeroPoint(index) - SignedFlip;

    /// <summary>What element <paramref name="position"/> stands for, its zero point being <paramref name="zeroPoint"/>; at most 255 in magnitude.</summary>
    public int Element(int position, int zeroPoint) => (IsSigned ? (sbyte)Bytes[position] : Bytes[position]) - zeroPoint;

    /// <summary>Some of the elements, with the zero points as they are.</summary>
    public IntegerOperand Slice(int start, int length) => new(Bytes.Slice(start, length), IsSigned, ZeroPoints);
}
