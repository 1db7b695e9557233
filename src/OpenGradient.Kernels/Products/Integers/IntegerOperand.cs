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

    /// <summary>The zero point of row, column or plane <paramref name="index"/>.</summary>
    public int ZeroPoint(int index) => ZeroPoints.Length switch
    {
        0 => 0,
        1 => ZeroPoints[0],
        _ => ZeroPoints[index],
    };

    /// <summary>What element <paramref name="position"/> stands for, its zero point being <paramref name="zeroPoint"/>; at most 255 in magnitude.</summary>
    public int Element(int position, int zeroPoint) => (IsSigned ? (sbyte)Bytes[position] : Bytes[position]) - zeroPoint;

    /// <summary>Some of the elements, with the zero points as they are.</summary>
    public IntegerOperand Slice(int start, int length) => new(Bytes.Slice(start, length), IsSigned, ZeroPoints);

    /// <summary>Rows of <paramref name="depth"/> elements each, with their own zero points.</summary>
    public IntegerOperand Rows(int first, int count, int depth) =>
        new(Bytes.Slice(first * depth, count * depth), IsSigned, ZeroPoints.Length > 1 ? ZeroPoints.Slice(first, count) : ZeroPoints);
}
