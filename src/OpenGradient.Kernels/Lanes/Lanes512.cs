using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>Sixteen lanes in one 512-bit vector.</summary>
internal readonly struct Lanes512 : ILanes<Lanes512>
{
    private readonly Vector512<float> _v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes512(Vector512<float> v)
    {
        _v = v;
    }

    /// <inheritdoc/>
    public static int AccumulatorCount => 24;

    /// <inheritdoc/>
    public static Lanes512 Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector512<float>.Zero);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Create(float value) => new(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 CreateBits(uint bits) => new(Vector512.Create(bits).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Load(ref readonly float source, nuint elementOffset) =>
        new(Vector512.LoadUnsafe(in source, elementOffset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 LoadEveryOther(ref readonly float source, nuint elementOffset)
    {
        Vector512<float> early = Vector512.LoadUnsafe(in source, elementOffset);
        Vector512<float> late = Vector512.LoadUnsafe(in source, elementOffset + 16);
        return new(Avx512F.PermuteVar16x32x2(early, Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30), late));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadColumns(ref readonly byte rows, nuint rowBytes, out Lanes512 first, out Lanes512 second, out Lanes512 third, out Lanes512 fourth)
    {
        // Rows r, r + 4, r + 8 and r + 12 side by side; then four rows by four columns are turned within each 128 bits.
        Vector512<float> a = EveryFourthRow(in rows, rowBytes, 0);
        Vector512<float> b = EveryFourthRow(in rows, rowBytes, 1);
        Vector512<float> c = EveryFourthRow(in rows, rowBytes, 2);
        Vector512<float> d = EveryFourthRow(in rows, rowBytes, 3);
        Vector512<double> low = Avx512F.UnpackLow(a, b).AsDouble();
        Vector512<double> high = Avx512F.UnpackHigh(a, b).AsDouble();
        Vector512<double> low2 = Avx512F.UnpackLow(c, d).AsDouble();
        Vector512<double> high2 = Avx512F.UnpackHigh(c, d).AsDouble();
        first = new(Avx512F.UnpackLow(low, low2).AsSingle());
        second = new(Avx512F.UnpackHigh(low, low2).AsSingle());
        third = new(Avx512F.UnpackLow(high, high2).AsSingle());
        fourth = new(Avx512F.UnpackHigh(high, high2).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> EveryFourthRow(ref readonly byte rows, nuint rowBytes, nuint row)
    {
        Vector512<float> four = Vector128.LoadUnsafe(in StoredBytes.At(in rows, row * rowBytes)).AsSingle().ToVector256Unsafe().ToVector512Unsafe();
        four = Avx512F.InsertVector128(four, Vector128.LoadUnsafe(in StoredBytes.Row(in rows, rowBytes, row + 4)).AsSingle(), 1);
        four = Avx512F.InsertVector128(four, Vector128.LoadUnsafe(in StoredBytes.Row(in rows, rowBytes, row + 8)).AsSingle(), 2);
        return Avx512F.InsertVector128(four, Vector128.LoadUnsafe(in StoredBytes.Row(in rows, rowBytes, row + 12)).AsSingle(), 3);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes512 value, ref float destination, nuint elementOffset)
    {
        value._v.StoreUnsafe(ref destination, elementOffset);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 FusedMultiplyAdd(Lanes512 x, Lanes512 y, Lanes512 addend) =>
        new(Vector512.FusedMultiplyAdd(x._v, y._v, addend._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 MoveDown(Lanes512 x, int count) =>
        count switch
        {
            8 => new(Vector512.Shuffle(x._v, Vector512.Create(8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15))),
            4 => new(Vector512.Shuffle(x._v, Vector512.Create(4, 5, 6, 7, 4, 5, 6, 7, 4, 5, 6, 7, 4, 5, 6, 7))),
            2 => new(Vector512.Shuffle(x._v, Vector512.Create(2, 3, 2, 3, 6, 7, 6, 7, 10, 11, 10, 11, 14, 15, 14, 15))),
            _ => new(Vector512.Shuffle(x._v, Vector512.Create(1, 1, 3, 3, 5, 5, 7, 7, 9, 9, 11, 11, 13, 13, 15, 15))),
        };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Sqrt(Lanes512 x) => new(Vector512.Sqrt(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Floor(Lanes512 x) => new(Vector512.Floor(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Ceiling(Lanes512 x) => new(Vector512.Ceiling(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Round(Lanes512 x) => new(Vector512.Round(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 SelectLess(Lanes512 left, Lanes512 right, Lanes512 ifTrue, Lanes512 ifFalse) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(left._v, right._v), ifTrue._v, ifFalse._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 SelectEqual(Lanes512 left, Lanes512 right, Lanes512 ifTrue, Lanes512 ifFalse) =>
        new(Vector512.ConditionalSelect(Vector512.Equals(left._v, right._v), ifTrue._v, ifFalse._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 ShiftLeft(Lanes512 x, int count) => new((x._v.AsInt32() << count).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 ShiftRightArithmetic(Lanes512 x, int count) => new((x._v.AsInt32() >> count).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 AddBits(Lanes512 x, Lanes512 y) => new((x._v.AsInt32() + y._v.AsInt32()).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 SubtractBits(Lanes512 x, Lanes512 y) => new((x._v.AsInt32() - y._v.AsInt32()).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 ConvertBitsToSingle(Lanes512 x) => new(Vector512.ConvertToSingle(x._v.AsInt32()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 MultiplyAddBytes(Lanes512 sums, ref readonly byte bytes, nuint byteOffset, int factors)
    {
        Vector512<short> b = Vector512.LoadUnsafe(in bytes, byteOffset).AsInt16();
        Vector512<short> x = Vector512.Create(factors).AsInt16();
        Vector512<int> even = Avx512BW.MultiplyAddAdjacent(b & Vector512.Create((short)0xFF), (x << 8) >> 8);
        Vector512<int> odd = Avx512BW.MultiplyAddAdjacent(b >>> 8, x >> 8);
        return new((sums._v.AsInt32() + (even + odd)).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 LoadBytes(ref readonly byte source, nuint elementOffset) =>
        new(Avx512F.ConvertToVector512Int32(Vector128.LoadUnsafe(in source, elementOffset)).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 LoadHalves(ref readonly byte source) =>
        new(Avx512F.ConvertToVector512Int32(Vector256.LoadUnsafe(in source).AsUInt16()).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytes(Lanes512 value, ref byte destination, nuint elementOffset)
    {
        Avx512F.ConvertToVector128Byte(value._v.AsInt32()).StoreUnsafe(ref destination, elementOffset);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator +(Lanes512 x, Lanes512 y) => new(x._v + y._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator -(Lanes512 x, Lanes512 y) => new(x._v - y._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator *(Lanes512 x, Lanes512 y) => new(x._v * y._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator /(Lanes512 x, Lanes512 y) => new(x._v / y._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator &(Lanes512 x, Lanes512 y) => new(x._v & y._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator |(Lanes512 x, Lanes512 y) => new(x._v | y._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator ^(Lanes512 x, Lanes512 y) => new(x._v ^ y._v);
}
