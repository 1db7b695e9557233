using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>Rows in strips of twelve: element (row, k) at strip row/12, k, row%12. The last strip is as high as its rows, rounded up to a multiple of four unless it is one row; rows that are missing are +0.</summary>
/// <remarks>Sixteen elements after the strips must be readable: <see cref="Slack"/>. The twelve elements that a tile multiplies at one k are neighbours, so rows whose distance is a power of two do not fight for one set of the cache.</remarks>
internal static class RowStrips
{
    /// <summary>How many elements so many rows take.</summary>
    public static int ElementCount(int rowCount, int depth) => checked((rowCount % Height == 1 ? rowCount : (rowCount + 3) / 4 * 4) * depth);

    /// <summary>How high the strip is that begins with row <paramref name="first"/> of <paramref name="rowCount"/>.</summary>
    public static int HeightAt(int first, int rowCount) => rowCount - first == 1 ? 1 : Math.Min(Height, (rowCount - first + 3) / 4 * 4);

    /// <summary>Lays rows [rows, depth] out; <paramref name="step"/> is from one row to the next.</summary>
    public static void Pack(ReadOnlySpan<float> rows, int step, int rowCount, int depth, Span<float> strips)
    {
        for (int first = 0; depth > 0 && first < rowCount; first += Height)
        {
            int height = HeightAt(first, rowCount);
            Span<float> strip = strips.Slice(first * depth, height * depth);
            if (height == 1)
                rows.Slice(first * step, depth).CopyTo(strip);
            for (int row = 0; row + 4 <= height; row += 4)
            {
                int present = Math.Min(4, rowCount - first - row);
                if (present == 4 && Sse.IsSupported)
                    PackFour(rows[((first + row) * step)..], step, depth, height, strip[row..]);
                else
                    PackSome(rows[((first + row) * step)..], step, present, depth, height, strip[row..]);
            }
        }
    }

    /// <summary>Four rows, four columns at a time, turned in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackFour(ReadOnlySpan<float> rows, int step, int depth, int height, Span<float> strip)
    {
        ref float source = ref MemoryMarshal.GetReference(rows);
        ref float target = ref MemoryMarshal.GetReference(strip);
        nuint s = (nuint)step;
        nuint h = (nuint)height;
        nuint whole = (nuint)(depth & ~3);
        nuint k = 0;
        for (; k < whole; k += 4)
        {
            Vector128<float> a = Vector128.LoadUnsafe(ref source, k);
            Vector128<float> b = Vector128.LoadUnsafe(ref source, s + k);
            Vector128<float> c = Vector128.LoadUnsafe(ref source, s + s + k);
            Vector128<float> d = Vector128.LoadUnsafe(ref source, s + s + s + k);
            Vector128<float> ab = Sse.UnpackLow(a, b);
            Vector128<float> cd = Sse.UnpackLow(c, d);
            Vector128<float> abHigh = Sse.UnpackHigh(a, b);
            Vector128<float> cdHigh = Sse.UnpackHigh(c, d);
            Sse.MoveLowToHigh(ab, cd).StoreUnsafe(ref target, k * h);
            Sse.MoveHighToLow(cd, ab).StoreUnsafe(ref target, (k * h) + h);
            Sse.MoveLowToHigh(abHigh, cdHigh).StoreUnsafe(ref target, (k * h) + h + h);
            Sse.MoveHighToLow(cdHigh, abHigh).StoreUnsafe(ref target, (k * h) + h + h + h);
        }

        for (; k < (nuint)depth; k++)
        {
            for (nuint row = 0; row < 4; row++)
                Unsafe.Add(ref target, (k * h) + row) = Unsafe.Add(ref source, (row * s) + k);
        }
    }

    private static void PackSome(ReadOnlySpan<float> rows, int step, int present, int depth, int height, Span<float> strip)
    {
        for (int k = 0; k < depth; k++)
        {
            for (int row = 0; row < 4; row++)
                strip[(k * height) + row] = row < present ? rows[(row * step) + k] : 0f;
        }
    }

    /// <summary>Rows of a whole strip: what the tallest tile takes, and a multiple of what the lower ones take.</summary>
    public const int Height = 12;

    /// <summary>How many elements of any value follow the strips in memory.</summary>
    public const int Slack = 16;
}
