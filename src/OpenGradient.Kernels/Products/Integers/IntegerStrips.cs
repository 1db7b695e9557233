using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>Rows of quantised elements, zero points taken off, as 16-bit numbers in strips of six: element (row, k) at strip row/6, k/2, row%6, k%2.</summary>
/// <remarks>The last strip is as high as the others unless it is one row; rows that are missing, and the second half of a last odd k, are 0.</remarks>
internal static class IntegerStrips
{
    /// <summary>How many elements so many rows take.</summary>
    public static int ElementCount(int rowCount, int depth) => checked((rowCount % Height == 1 ? rowCount : (rowCount + Height - 1) / Height * Height) * PairedDepth(depth));

    /// <summary>How high the strip is that begins with row <paramref name="first"/> of <paramref name="rowCount"/>.</summary>
    public static int HeightAt(int first, int rowCount) => rowCount - first == 1 ? 1 : Height;

    /// <summary>The depth rounded up to whole pairs.</summary>
    public static int PairedDepth(int depth) => (depth + 1) / 2 * 2;

    /// <summary>Lays rows [rows, depth] out; <paramref name="line"/> is scratch memory of one row.</summary>
    public static void Pack(IntegerOperand rows, int firstRow, int rowCount, int depth, Span<short> strips, Span<short> line)
    {
        int paired = PairedDepth(depth);
        if (paired == 0)
            return;
        line = line[..paired];
        for (int row = 0; row < rowCount; row++)
        {
            int first = row / Height * Height;
            int height = HeightAt(first, rowCount);
            Span<int> strip = MemoryMarshal.Cast<short, int>(strips.Slice(first * paired, height * paired));
            if (first == row && rowCount - first < height)
                strip.Clear();
            line[^1] = 0;
            Widen(rows, (firstRow + row) * depth, rows.ZeroPoint(firstRow + row), line[..depth]);
            ReadOnlySpan<int> pairs = MemoryMarshal.Cast<short, int>(line);
            for (int pair = 0, position = row - first; pair < pairs.Length; pair++, position += height)
                strip[position] = pairs[pair];
        }
    }

    /// <summary>Elements from <paramref name="position"/> on as 16-bit numbers, with the zero point taken off.</summary>
    public static void Widen(IntegerOperand elements, int position, int zeroPoint, Span<short> line)
    {
        int k = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            ref byte source = ref Unsafe.AsRef(in elements.Bytes[position..].GetPinnableReference());
            ref short target = ref MemoryMarshal.GetReference(line);
            Vector256<short> zero = Vector256.Create((short)zeroPoint);
            for (; k + 16 <= line.Length; k += 16)
            {
                Vector128<byte> bytes = Vector128.LoadUnsafe(ref source, (nuint)k);
                Vector256<short> wide = elements.IsSigned
                    ? Vector256.WidenLower(bytes.AsSByte().ToVector256Unsafe())
                    : Vector256.WidenLower(bytes.ToVector256Unsafe()).AsInt16();
                (wide - zero).StoreUnsafe(ref target, (nuint)k);
            }
        }

        for (; k < line.Length; k++)
            line[k] = (short)elements.Element(position + k, zeroPoint);
    }

    /// <summary>Rows of a whole strip.</summary>
    public const int Height = 6;
}
