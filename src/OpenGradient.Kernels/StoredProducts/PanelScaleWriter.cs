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

    /// <summary>The sixteen bytes that q4_k and q5_k begin with: two factors, and scales and offsets of six bits each (<see cref="WeightBlockReaders.Q4K"/>).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteSuperScales(ref readonly byte stored, nuint rowBytes, ref float panel)
    {
        WriteEightSuperScales(in stored, rowBytes, ref panel);
        WriteEightSuperScales(in StoredBytes.At(in stored, 8 * rowBytes), rowBytes, ref Unsafe.Add(ref panel, 8));
    }

    /// <summary>Eight rows of four numbers are turned first: what is taken apart then is taken apart for all rows at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)] // within another method what it is made of would be calls
    private static void WriteEightSuperScales(ref readonly byte stored, nuint rowBytes, ref float panel)
    {
        Vector256<int> a = SixteenBytes(in stored, rowBytes, 0);
        Vector256<int> b = SixteenBytes(in stored, rowBytes, 1);
        Vector256<int> c = SixteenBytes(in stored, rowBytes, 2);
        Vector256<int> d = SixteenBytes(in stored, rowBytes, 3);
        Vector256<long> early = Avx2.UnpackLow(a, b).AsInt64();
        Vector256<long> late = Avx2.UnpackHigh(a, b).AsInt64();
        Vector256<long> early2 = Avx2.UnpackLow(c, d).AsInt64();
        Vector256<long> late2 = Avx2.UnpackHigh(c, d).AsInt64();
        WriteFactors(Avx2.UnpackLow(early, early2).AsInt32(), ref panel);

        Vector256<uint> scales = Avx2.UnpackHigh(early, early2).AsUInt32();
        Vector256<uint> offsets = Avx2.UnpackLow(late, late2).AsUInt32();
        Vector256<uint> rest = Avx2.UnpackHigh(late, late2).AsUInt32();
        Vector256<uint> sixBits = Vector256.Create(0x3F3F3F3Fu);
        Vector256<uint> lowBits = Vector256.Create(0x0F0F0F0Fu);
        Vector256<uint> highBits = Vector256.Create(0x30303030u);
        WriteFour(scales & sixBits, ref panel, PanelBlock.Scale);
        WriteFour(offsets & sixBits, ref panel, PanelBlock.Offset);
        panel = ref Unsafe.Add(ref panel, (nint)PanelBlock.Start(PartCount / 2));
        WriteFour((rest & lowBits) | ((scales >> 2) & highBits), ref panel, PanelBlock.Scale);
        WriteFour(((rest >> 4) & lowBits) | ((offsets >> 2) & highBits), ref panel, PanelBlock.Offset);
    }

    /// <summary>The first sixteen bytes of row r, and those of row r + 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> SixteenBytes(ref readonly byte stored, nuint rowBytes, nuint row) => Vector256.Create(
        Vector128.LoadUnsafe(in StoredBytes.Row(in stored, rowBytes, row)), Vector128.LoadUnsafe(in StoredBytes.Row(in stored, rowBytes, row + 4))).AsInt32();

    /// <summary>Two binary16 factors of each row, the second one negative, into the blocks of all eight parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteFactors(Vector256<int> halves, ref float panel)
    {
        Vector256<float> factors = HalfConversion.Widen(halves & Vector256.Create(0xFFFF));
        Vector256<float> offsetFactors = -HalfConversion.Widen(halves >>> 16);
        for (int part = 0; part < PartCount; part++)
        {
            factors.StoreUnsafe(ref panel, PanelBlock.Start(part) + PanelBlock.Factor);
            offsetFactors.StoreUnsafe(ref panel, PanelBlock.Start(part) + PanelBlock.OffsetFactor);
        }
    }

    /// <summary>Byte p of each row's number into the block of part p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteFour(Vector256<uint> numbers, ref float panel, nuint place)
    {
        for (int part = 0; part < PartCount / 2; part++)
            Byte(numbers, part, 0).StoreUnsafe(ref panel, PanelBlock.Start(part) + place);
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
