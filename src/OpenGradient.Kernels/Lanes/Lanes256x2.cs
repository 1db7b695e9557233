using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>Sixteen lanes in two 256-bit vectors.</summary>
internal readonly struct Lanes256x2 : ILanes<Lanes256x2>
{
    private readonly Vector256<float> _v0;
    private readonly Vector256<float> _v1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes256x2(Vector256<float> v0, Vector256<float> v1)
    {
        _v0 = v0;
        _v1 = v1;
    }

    /// <inheritdoc/>
    public static int AccumulatorCount => 6;

    /// <inheritdoc/>
    public static Lanes256x2 Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector256<float>.Zero, Vector256<float>.Zero);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256x2 Create(float value) => new(Vector256.Create(value), Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256x2 CreateBits(uint bits) => new(Vector256.Create(bits).AsSingle(), Vector256.Create(bits).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256x2 Load(ref readonly float source, nuint elementOffset) => new(
        Vector256.LoadUnsafe(in source, elementOffset),
        Vector256.LoadUnsafe(in source, elementOffset + 8));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256x2 LoadEveryOther(ref readonly float source, nuint elementOffset) =>
        new(EightOfSixteen(in source, elementOffset), EightOfSixteen(in source, elementOffset + 16));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> EightOfSixteen(ref readonly float source, nuint elementOffset)
    {
        Vector256<int> places = Vector256.Create(0, 2, 4, 6, 0, 2, 4, 6);
        Vector256<float> early = Vector256.Shuffle(Vector256.LoadUnsafe(in source, elementOffset), places);
        Vector256<float> late = Vector256.Shuffle(Vector256.LoadUnsafe(in source, elementOffset + 8), places);
        return Vector256.Create(early.GetLower(), late.GetLower());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadColumns(ref readonly byte rows, nuint rowBytes, out Lanes256x2 first, out Lanes256x2 second, out Lanes256x2 third, out Lanes256x2 fourth)
    {
        EightRows(in rows, rowBytes, out Vector256<float> a, out Vector256<float> b, out Vector256<float> c, out Vector256<float> d);
        EightRows(in StoredBytes.At(in rows, 8 * rowBytes), rowBytes, out Vector256<float> a1, out Vector256<float> b1, out Vector256<float> c1, out Vector256<float> d1);
        first = new(a, a1);
        second = new(b, b1);
        third = new(c, c1);
        fourth = new(d, d1);
    }

    /// <summary>Rows r and r + 4 side by side; then four rows by four columns are turned within each 128 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EightRows(
        ref readonly byte rows, nuint rowBytes, out Vector256<float> first, out Vector256<float> second, out Vector256<float> third, out Vector256<float> fourth)
    {
        Vector256<float> a = EveryFourthRow(in rows, rowBytes, 0);
        Vector256<float> b = EveryFourthRow(in rows, rowBytes, 1);
        Vector256<float> c = EveryFourthRow(in rows, rowBytes, 2);
        Vector256<float> d = EveryFourthRow(in rows, rowBytes, 3);
        Vector256<double> low = Avx.UnpackLow(a, b).AsDouble();
        Vector256<double> high = Avx.UnpackHigh(a, b).AsDouble();
        Vector256<double> low2 = Avx.UnpackLow(c, d).AsDouble();
        Vector256<double> high2 = Avx.UnpackHigh(c, d).AsDouble();
        first = Avx.UnpackLow(low, low2).AsSingle();
        second = Avx.UnpackHigh(low, low2).AsSingle();
        third = Avx.UnpackLow(high, high2).AsSingle();
        fourth = Avx.UnpackHigh(high, high2).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> EveryFourthRow(ref readonly byte rows, nuint rowBytes, nuint row)
    {
        Vector256<float> two = Vector128.LoadUnsafe(in StoredBytes.At(in rows, row * rowBytes)).AsSingle().ToVector256Unsafe();
        return two.WithUpper(Vector128.LoadUnsafe(in StoredBytes.Row(in rows, rowBytes, row + 4)).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes256x2 value, ref float destination, nuint elementOffset)
    {
        value._v0.StoreUnsafe(ref destination, elementOffset);
        value._v1.StoreUnsafe(ref destination, elementOffset + 8);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256x2 FusedMultiplyAdd(Lanes256x2 x, Lanes256x2 y, Lanes256x2 addend) => new(
        Vector256.FusedMultiplyAdd(x._v0, y._v0, addend._v0),
        Vector256.FusedMultiplyAdd(x._v1, y._v1, addend._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256x2 MoveDown(Lanes256x2 x, int count) =>
        count switch
        {
            8 => new(x._v1, x._v1),
            4 => new(Vector256.Create(x._v0.GetUpper(), x._v0.GetUpper()), x._v1),
            2 => new(Vector256.Shuffle(x._v0, Vector256.Create(2, 3, 2, 3, 6, 7, 6, 7)), x._v1),
            _ => new(Vector256.Shuffle(x._v0, Vector256.Create(1, 1, 3, 3, 5, 5, 7, 7)), x._v1),
        };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256x2 Sqrt(Lanes256x2 x) => new(Vector256.Sqrt(x._v0), Vector256.Sqrt(x._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256x2 Floor(Lanes256x2 x) => new(Vector256.Floor(x._v0), Vector256.Floor(x._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256x2 Ceiling(Lanes256x2 x) => new(Vector256.Ceiling(x._v0), Vector256.Ceiling(x._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256x2 Round(Lanes256x2 x) => new(Vector256.Round(x._v0), Vector256.Round(x._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256x2 SelectLess(Lanes256x2 left, Lanes256x2 right, Lanes256x2 ifTrue, Lanes256x2 ifFalse) => new(
        Vector256.ConditionalSelect(Vector256.LessThan(left._v0, right._v0), ifTrue._v0, ifFalse._v0),
        Vector256.ConditionalSelect(Vector256.LessThan(left._v1, right._v1), ifTrue._v1, ifFalse._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256x2 SelectEqual(Lanes256x2 left, Lanes256x2 right, Lanes256x2 ifTrue, Lanes256x2 ifFalse) => new(
        Vector256.ConditionalSelect(Vector256.Equals(left._v0, right._v0), ifTrue._v0, ifFalse._v0),
        Vector256.ConditionalSelect(Vector256.Equals(left._v1, right._v1), ifTrue._v1, ifFalse._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256x2 ShiftLeft(Lanes256x2 x, int count) =>
        new((x._v0.AsInt32() << count).AsSingle(), (x._v1.AsInt32() << count).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256x2 ShiftRightArithmetic(Lanes256x2 x, int count) =>
        new((x._v0.AsInt32() >> count).AsSingle(), (x._v1.AsInt32() >> count).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256x2 AddBits(Lanes256x2 x, Lanes256x2 y) => new(
        (x._v0.AsInt32() + y._v0.AsInt32()).AsSingle(),
        (x._v1.AsInt32() + y._v1.AsInt32()).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256x2 SubtractBits(Lanes256x2 x, Lanes256x2 y) => new(
        (x._v0.AsInt32() - y._v0.AsInt32()).AsSingle(),
        (x._v1.AsInt32() - y._v1.AsInt32()).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256x2 ConvertBitsToSingle(Lanes256x2 x) =>
        new(Vector256.ConvertToSingle(x._v0.AsInt32()), Vector256.ConvertToSingle(x._v1.AsInt32()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256x2 MultiplyAddBytes(Lanes256x2 sums, ref readonly byte bytes, nuint byteOffset, int factors)
    {
        Vector256<int> x = Vector256.Create(factors);
        return new(
            MultiplyAddBytes(sums._v0.AsInt32(), Vector256.LoadUnsafe(in bytes, byteOffset), x).AsSingle(),
            MultiplyAddBytes(sums._v1.AsInt32(), Vector256.LoadUnsafe(in bytes, byteOffset + 32), x).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256x2 LoadBytes(ref readonly byte source, nuint elementOffset)
    {
        Vector256<ushort> words = Vector256.WidenLower(Vector128.LoadUnsafe(in source, elementOffset).ToVector256Unsafe());
        return new(Vector256.WidenLower(words).AsSingle(), Vector256.WidenUpper(words).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256x2 LoadHalves(ref readonly byte source)
    {
        Vector256<ushort> words = Vector256.LoadUnsafe(in source).AsUInt16();
        return new(Vector256.WidenLower(words).AsSingle(), Vector256.WidenUpper(words).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytes(Lanes256x2 value, ref byte destination, nuint elementOffset)
    {
        Vector256<ushort> words = Vector256.Narrow(value._v0.AsUInt32(), value._v1.AsUInt32());
        Vector128.Narrow(words.GetLower(), words.GetUpper()).StoreUnsafe(ref destination, elementOffset);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256x2 operator +(Lanes256x2 x, Lanes256x2 y) => new(x._v0 + y._v0, x._v1 + y._v1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256x2 operator -(Lanes256x2 x, Lanes256x2 y) => new(x._v0 - y._v0, x._v1 - y._v1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256x2 operator *(Lanes256x2 x, Lanes256x2 y) => new(x._v0 * y._v0, x._v1 * y._v1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256x2 operator /(Lanes256x2 x, Lanes256x2 y) => new(x._v0 / y._v0, x._v1 / y._v1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256x2 operator &(Lanes256x2 x, Lanes256x2 y) => new(x._v0 & y._v0, x._v1 & y._v1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256x2 operator |(Lanes256x2 x, Lanes256x2 y) => new(x._v0 | y._v0, x._v1 | y._v1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256x2 operator ^(Lanes256x2 x, Lanes256x2 y) => new(x._v0 ^ y._v0, x._v1 ^ y._v1);

    /// <summary>One instruction where the processor has it; else even and odd bytes apart, because sums of two products do not fit 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> MultiplyAddBytes(Vector256<int> sums, Vector256<byte> bytes, Vector256<int> factors)
    {
        if (AvxVnni.IsSupported)
            return AvxVnni.MultiplyWideningAndAdd(sums, bytes, factors.AsSByte());
        Vector256<short> b = bytes.AsInt16();
        Vector256<short> x = factors.AsInt16();
        Vector256<int> even = Avx2.MultiplyAddAdjacent(b & Vector256.Create((short)0xFF), (x << 8) >> 8);
        Vector256<int> odd = Avx2.MultiplyAddAdjacent(b >>> 8, x >> 8);
        return sums + (even + odd);
    }
}
