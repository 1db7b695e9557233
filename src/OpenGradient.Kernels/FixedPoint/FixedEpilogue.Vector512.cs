using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <content>Eight sums at a time. Each method gives how many elements it made: all but the last few.</content>
internal sealed partial class FixedEpilogue
{
    private int Vectors(ReadOnlySpan<long> lanes, int step, ReadOnlySpan<long> sums, Span<short> y)
    {
        int count = y.Length & ~7;
        if (_table!.IsLinear && Avx512F.IsSupported)
            Linear(in MemoryMarshal.GetReference(lanes), (nuint)step, in MemoryMarshal.GetReference(sums), count, ref MemoryMarshal.GetReference(y));
        else
            LookUp(lanes, step, sums, y[..count]);
        return count;
    }

    private int Vectors(ReadOnlySpan<long> lanes, int step, ReadOnlySpan<long> sums, Span<long> y)
    {
        int count = y.Length & ~7;
        if (step == 0)
            Scale(in MemoryMarshal.GetReference(lanes), in MemoryMarshal.GetReference(sums), count, ref MemoryMarshal.GetReference(y));
        else
            Scale(in MemoryMarshal.GetReference(lanes), (nuint)step, in MemoryMarshal.GetReference(sums), count, ref MemoryMarshal.GetReference(y));
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scale(ref readonly long lanes, nuint step, ref readonly long sums, int count, ref long y)
    {
        int shift = _shift;
        var half = Vector512.Create(Half(shift));
        nuint stage = 0;
        for (nuint i = 0; i < (nuint)count; i += 8, stage += step)
            Scaled(in lanes, stage, Vector512.LoadUnsafe(in sums, i), half, shift).StoreUnsafe(ref y, i);
    }

    /// <summary>The same with one stage for all, which stays in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scale(ref readonly long lanes, ref readonly long sums, int count, ref long y)
    {
        int shift = _shift;
        var half = Vector512.Create(Half(shift));
        var bias = Vector512.LoadUnsafe(in lanes);
        var high = Vector512.LoadUnsafe(in lanes, 8);
        var low = Vector512.LoadUnsafe(in lanes, 16);
        var multiplier = Vector512.LoadUnsafe(in lanes, 24);
        for (nuint i = 0; i < (nuint)count; i += 8)
        {
            Vector512<long> bounded = Vector512.Max(Vector512.Min(Vector512.LoadUnsafe(in sums, i) + bias, high), low);
            Vector512.ShiftRightArithmetic((bounded * multiplier) + half, shift).StoreUnsafe(ref y, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Linear(ref readonly long lanes, nuint step, ref readonly long sums, int count, ref short y)
    {
        int shift = _shift;
        var half = Vector512.Create(Half(shift));
        var slope = Vector512.Create(_table!.Slope);
        var tableHalf = Vector512.Create(Half(32));
        var low = Vector512.Create((long)_table.Low);
        var high = Vector512.Create((long)_table.High);
        nuint stage = 0;
        for (nuint i = 0; i < (nuint)count; i += 8, stage += step)
        {
            Vector512<long> q = Scaled(in lanes, stage, Vector512.LoadUnsafe(in sums, i), half, shift);
            Vector512<long> entry = Vector512.ShiftRightArithmetic((q * slope) + tableHalf, 32);
            Avx512F.ConvertToVector128Int16(Avx512F.Max(Avx512F.Min(entry, high), low)).StoreUnsafe(ref y, i);
        }
    }

    private void LookUp(ReadOnlySpan<long> lanes, int step, ReadOnlySpan<long> sums, Span<short> y)
    {
        Span<long> indices = stackalloc long[IndicesAtOnce];
        for (int start = 0; start < y.Length; start += IndicesAtOnce)
        {
            int count = Math.Min(IndicesAtOnce, y.Length - start);
            Vectors(lanes[(start / 8 * step)..], step, sums.Slice(start, count), indices[..count]);
            Entries(in _table!.Entries[FixedScaling.TableOffset], in MemoryMarshal.GetReference(indices), count, ref y[start]);
        }
    }

    /// <summary>The entries of a multiple of eight indices, four to a store; <see cref="TryCreate"/> has shown that they are inside.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Entries(ref readonly short zero, ref readonly long indices, int count, ref short y)
    {
        ref short table = ref Unsafe.AsRef(in zero);
        ref long index = ref Unsafe.AsRef(in indices);
        for (int i = 0; i < count; i += 4)
        {
            ulong first = (ushort)Unsafe.Add(ref table, (nint)Unsafe.Add(ref index, i));
            ulong second = (ushort)Unsafe.Add(ref table, (nint)Unsafe.Add(ref index, i + 1));
            ulong third = (ushort)Unsafe.Add(ref table, (nint)Unsafe.Add(ref index, i + 2));
            ulong fourth = (ushort)Unsafe.Add(ref table, (nint)Unsafe.Add(ref index, i + 3));
            Unsafe.WriteUnaligned(ref Unsafe.As<short, byte>(ref Unsafe.Add(ref y, i)), first | (second << 16) | (third << 32) | (fourth << 48));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Scaled(ref readonly long lanes, nuint stage, Vector512<long> sums, Vector512<long> half, int shift)
    {
        Vector512<long> bounded = sums + Vector512.LoadUnsafe(in lanes, stage);
        bounded = Vector512.Max(Vector512.Min(bounded, Vector512.LoadUnsafe(in lanes, stage + 8)), Vector512.LoadUnsafe(in lanes, stage + 16));
        return Vector512.ShiftRightArithmetic((bounded * Vector512.LoadUnsafe(in lanes, stage + 24)) + half, shift);
    }

    private static long Half(int shift) => shift == 0 ? 0 : 1L << (shift - 1);

    private const int IndicesAtOnce = 64;
}
