using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>Copies rows for <see cref="ShiftedPlanes"/>: every stride-th element, and padding where the mask is not set. Moves only, no arithmetic.</summary>
/// <remarks>Whole vectors are written, so up to seven elements after a row lose their value: rows are written first to last.</remarks>
internal readonly ref struct ShiftedRows(ReadOnlySpan<float> x, ReadOnlySpan<int> mask, int stride, float padding, int columnCount)
{
    private readonly ReadOnlySpan<float> _x = x;
    private readonly ReadOnlySpan<int> _mask = mask; // [columns], and to the end of the last vector

    /// <summary>Some rows, of which the first would begin at x[<paramref name="from"/>] and each next one <paramref name="step"/> elements later.</summary>
    public void Copy(int from, int step, int rowCount, Span<float> rows, int pitch)
    {
        // A vector must lie in x; at its very begin and end a row is copied one by one.
        int span = (columnCount + Lanes - 1) / Lanes * Lanes * stride;
        bool hasVectors = stride == 1 ? Vector256.IsHardwareAccelerated : stride == 2 && Avx2.IsSupported;
        int row = 0;
        for (; row < rowCount && (!hasVectors || from + (row * step) < 0); row++)
            CopyOneByOne(from + (row * step), rows[(row * pitch)..]);
        int readable = row;
        while (readable < rowCount && from + (readable * step) + span <= _x.Length)
            readable++;
        if (stride == 1)
            CopyNeighbours(from + (row * step), step, readable - row, rows[(row * pitch)..], pitch);
        else
            CopyEveryOther(from + (row * step), step, readable - row, rows[(row * pitch)..], pitch);
        for (row = readable; row < rowCount; row++)
            CopyOneByOne(from + (row * step), rows[(row * pitch)..]);
    }

    private void CopyNeighbours(int from, int step, int rowCount, Span<float> rows, int pitch)
    {
        ref int mask = ref MemoryMarshal.GetReference(_mask);
        ref float source = ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), from);
        ref float target = ref MemoryMarshal.GetReference(rows);
        Vector256<float> outside = Vector256.Create(padding);
        for (; rowCount > 0; rowCount--)
        {
            for (nuint column = 0; column < (nuint)columnCount; column += Lanes)
            {
                Vector256<float> isInside = Vector256.LoadUnsafe(ref mask, column).AsSingle();
                Vector256.ConditionalSelect(isInside, Vector256.LoadUnsafe(ref source, column), outside).StoreUnsafe(ref target, column);
            }

            source = ref Unsafe.Add(ref source, step);
            target = ref Unsafe.Add(ref target, pitch);
        }
    }

    private void CopyEveryOther(int from, int step, int rowCount, Span<float> rows, int pitch)
    {
        ref int mask = ref MemoryMarshal.GetReference(_mask);
        ref float source = ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), from);
        ref float target = ref MemoryMarshal.GetReference(rows);
        Vector256<float> outside = Vector256.Create(padding);
        for (; rowCount > 0; rowCount--)
        {
            for (nuint column = 0; column < (nuint)columnCount; column += Lanes)
            {
                // [a0 a2 b0 b2 a4 a6 b4 b6], then the middle quarters change places.
                Vector256<float> a = Vector256.LoadUnsafe(ref source, 2 * column);
                Vector256<float> b = Vector256.LoadUnsafe(ref source, (2 * column) + Lanes);
                Vector256<float> picked = Avx2.Permute4x64(Avx.Shuffle(a, b, 0b10_00_10_00).AsDouble(), 0b11_01_10_00).AsSingle();
                Vector256.ConditionalSelect(Vector256.LoadUnsafe(ref mask, column).AsSingle(), picked, outside).StoreUnsafe(ref target, column);
            }

            source = ref Unsafe.Add(ref source, step);
            target = ref Unsafe.Add(ref target, pitch);
        }
    }

    private void CopyOneByOne(int from, Span<float> row)
    {
        for (int column = 0; column < columnCount; column++)
            row[column] = _mask[column] != 0 ? _x[from + (column * stride)] : padding;
    }

    /// <summary>Elements of a vector.</summary>
    public const int Lanes = 8;
}
