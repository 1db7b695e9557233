using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>Copies rows for <see cref="ShiftedPlanes"/>: every stride-th element, and padding where the mask is not set. Moves only, no arithmetic.</summary>
/// <remarks>Whole vectors are written, so up to seven elements after a row lose their value: rows are written first to last.</remarks>
internal readonly ref struct ShiftedRows(ReadOnlySpan<float> x, ReadOnlySpan<int> mask, int stride, float padding, int count)
{
    private readonly ReadOnlySpan<float> _x = x;
    private readonly ReadOnlySpan<int> _mask = mask; // [columns, and to the end of the last vector]

    /// <summary>One row, whose first element would be x[<paramref name="from"/>].</summary>
    public void Copy(int from, Span<float> row)
    {
        bool isReadable = from >= 0 && from + ((long)(count + Lanes - 1) / Lanes * Lanes * stride) <= _x.Length;
        if (stride == 1 && isReadable && Vector256.IsHardwareAccelerated)
            CopyNeighbours(ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), from), ref MemoryMarshal.GetReference(row));
        else if (stride == 2 && isReadable && Avx2.IsSupported)
            CopyEveryOther(ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), from), ref MemoryMarshal.GetReference(row));
        else
            CopyOneByOne(from, row);
    }

    /// <summary>A row of padding.</summary>
    public void Pad(Span<float> row) => row[..count].Fill(padding);

    private void CopyNeighbours(ref float source, ref float row)
    {
        ref int mask = ref MemoryMarshal.GetReference(_mask);
        Vector256<float> outside = Vector256.Create(padding);
        for (nuint column = 0; column < (nuint)count; column += Lanes)
        {
            Vector256<float> isInside = Vector256.LoadUnsafe(ref mask, column).AsSingle();
            Vector256.ConditionalSelect(isInside, Vector256.LoadUnsafe(ref source, column), outside).StoreUnsafe(ref row, column);
        }
    }

    private void CopyEveryOther(ref float source, ref float row)
    {
        ref int mask = ref MemoryMarshal.GetReference(_mask);
        Vector256<float> outside = Vector256.Create(padding);
        for (nuint column = 0; column < (nuint)count; column += Lanes)
        {
            // [a0 a2 b0 b2 a4 a6 b4 b6], then the middle quarters change places.
            Vector256<float> a = Vector256.LoadUnsafe(ref source, 2 * column);
            Vector256<float> b = Vector256.LoadUnsafe(ref source, (2 * column) + Lanes);
            Vector256<float> picked = Avx2.Permute4x64(Avx.Shuffle(a, b, 0b10_00_10_00).AsDouble(), 0b11_01_10_00).AsSingle();
            Vector256.ConditionalSelect(Vector256.LoadUnsafe(ref mask, column).AsSingle(), picked, outside).StoreUnsafe(ref row, column);
        }
    }

    private void CopyOneByOne(int from, Span<float> row)
    {
        for (int column = 0; column < count; column++)
            row[column] = _mask[column] != 0 ? _x[from + (column * stride)] : padding;
    }

    /// <summary>Elements of a vector.</summary>
    public const int Lanes = 8;
}
