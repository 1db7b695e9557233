using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>Brings the scales of sixteen rows side by side.</summary>
internal static class PanelScaleWriter
{
    /// <summary>The binary16 numbers at one place of sixteen rows, into one block of a panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteHalves(ref readonly byte stored, nuint rowBytes, nuint offset, ref float panel, nuint place)
    {
        EightHalves(in stored, rowBytes, offset).StoreUnsafe(ref panel, place);
        EightHalves(in StoredBytes.At(in stored, 8 * rowBytes), rowBytes, offset).StoreUnsafe(ref panel, place + 8);
    }

    /// <summary>Ones, where every row has the same offset.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteOnes(ref float panel, nuint place)
    {
        Vector256.Create(1f).StoreUnsafe(ref panel, place);
        Vector256.Create(1f).StoreUnsafe(ref panel, place + 8);
    }

    /// <summary>The same times 1 or -1, into the blocks of all eight parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteFactors(ref readonly byte stored, nuint rowBytes, nuint offset, float sign, ref float panel, nuint place)
    {
        Vector256<float> low = EightHalves(in stored, rowBytes, offset) * sign;
        Vector256<float> high = EightHalves(in StoredBytes.At(in stored, 8 * rowBytes), rowBytes, offset) * sign;
        for (int part = 0; part < PartCount; part++)
        {
            low.StoreUnsafe(ref panel, PanelBlock.Start(part) + place);
            high.StoreUnsafe(ref panel, PanelBlock.Start(part) + place + 8);
        }
    }

    /// <summary>Byte p of each row's number, less <paramref name="zero"/>, into the block of part p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteParts(ReadOnlySpan<ulong> rows, int zero, ref float panel, nuint place)
    {
        WriteEightRows(ref MemoryMarshal.GetReference(rows), zero, ref panel, place);
        WriteEightRows(ref Unsafe.Add(ref MemoryMarshal.GetReference(rows), 8), zero, ref panel, place + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteEightRows(ref ulong rows, int zero, ref float panel, nuint place)
    {
        Vector256<ulong> low = Vector256.LoadUnsafe(ref rows);
        Vector256<ulong> high = Vector256.LoadUnsafe(ref rows, 4);
        Vector256<uint> early = Vector256.Narrow(low, high);
        Vector256<uint> late = Vector256.Narrow(low >> 32, high >> 32);
        for (int part = 0; part < PartCount / 2; part++)
        {
            Byte(early, part, zero).StoreUnsafe(ref panel, PanelBlock.Start(part) + place);
            Byte(late, part, zero).StoreUnsafe(ref panel, PanelBlock.Start((PartCount / 2) + part) + place);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Byte(Vector256<uint> numbers, int index, int zero) =>
        Vector256.ConvertToSingle(((numbers >> (8 * index)) & Vector256.Create(0xFFu)).AsInt32() - Vector256.Create(zero));

    /// <summary>The low and the high half of byte p of each row's number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteNibbles(ReadOnlySpan<ulong> rows, ref float panel, nuint lowPlace, nuint highPlace)
    {
        Span<ulong> low = stackalloc ulong[PanelBlock.OutputCount];
        Span<ulong> high = stackalloc ulong[PanelBlock.OutputCount];
        for (int row = 0; row < rows.Length; row++)
        {
            low[row] = rows[row] & 0x0F0F0F0F0F0F0F0F;
            high[row] = (rows[row] >> 4) & 0x0F0F0F0F0F0F0F0F;
        }

        WriteParts(low, 0, ref panel, lowPlace);
        WriteParts(high, 0, ref panel, highPlace);
    }

    /// <summary>What follows the weights in q4_k and q5_k, which begin alike.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteSuperScales(ref readonly byte stored, nuint rowBytes, ref float panel)
    {
        Span<ulong> scales = stackalloc ulong[PanelBlock.OutputCount];
        Span<ulong> offsets = stackalloc ulong[PanelBlock.OutputCount];
        for (int row = 0; row < scales.Length; row++)
            (scales[row], offsets[row]) = StoredBytes.SuperScales(in StoredBytes.At(in stored, (nuint)row * rowBytes), 4);
        WriteFactors(in stored, rowBytes, 0, 1f, ref panel, PanelBlock.Factor);
        WriteFactors(in stored, rowBytes, 2, -1f, ref panel, PanelBlock.OffsetFactor);
        WriteParts(scales, 0, ref panel, PanelBlock.Scale);
        WriteParts(offsets, 0, ref panel, PanelBlock.Offset);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> EightHalves(ref readonly byte stored, nuint rowBytes, nuint offset)
    {
        Vector128<ushort> halves = Vector128.CreateScalar((uint)Half(in stored, rowBytes, 0, offset)).AsUInt16();
        halves = Sse2.Insert(halves, Half(in stored, rowBytes, 1, offset), 1);
        halves = Sse2.Insert(halves, Half(in stored, rowBytes, 2, offset), 2);
        halves = Sse2.Insert(halves, Half(in stored, rowBytes, 3, offset), 3);
        halves = Sse2.Insert(halves, Half(in stored, rowBytes, 4, offset), 4);
        halves = Sse2.Insert(halves, Half(in stored, rowBytes, 5, offset), 5);
        halves = Sse2.Insert(halves, Half(in stored, rowBytes, 6, offset), 6);
        halves = Sse2.Insert(halves, Half(in stored, rowBytes, 7, offset), 7);
        return HalfConversion.Widen(Avx2.ConvertToVector256Int32(halves));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ushort Half(ref readonly byte stored, nuint rowBytes, nuint row, nuint offset) => StoredBytes.UInt16(in StoredBytes.Row(in stored, rowBytes, row), offset);

    private const int PartCount = 8;
}
