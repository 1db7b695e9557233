using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>Sixteen lanes in four 128-bit vectors.</summary>
internal readonly struct Lanes128x4 : ILanes<Lanes128x4>
{
    private readonly Vector128<float> _v0;
    private readonly Vector128<float> _v1;
    private readonly Vector128<float> _v2;
    private readonly Vector128<float> _v3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes128x4(Vector128<float> v0, Vector128<float> v1, Vector128<float> v2, Vector128<float> v3)
    {
        _v0 = v0;
        _v1 = v1;
        _v2 = v2;
        _v3 = v3;
    }

    /// <inheritdoc/>
    public static int AccumulatorCount => 3;

    /// <inheritdoc/>
    public static Lanes128x4 Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector128<float>.Zero, Vector128<float>.Zero, Vector128<float>.Zero, Vector128<float>.Zero);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128x4 Create(float value) => new(
        Vector128.Create(value),
        Vector128.Create(value),
        Vector128.Create(value),
        Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128x4 CreateBits(uint bits) => new(
        Vector128.Create(bits).AsSingle(),
        Vector128.Create(bits).AsSingle(),
        Vector128.Create(bits).AsSingle(),
        Vector128.Create(bits).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128x4 Load(ref readonly float source, nuint elementOffset) => new(
        Vector128.LoadUnsafe(in source, elementOffset),
        Vector128.LoadUnsafe(in source, elementOffset + 4),
        Vector128.LoadUnsafe(in source, elementOffset + 8),
        Vector128.LoadUnsafe(in source, elementOffset + 12));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128x4 LoadEveryOther(ref readonly float source, nuint elementOffset) => new(
        FourOfEight(in source, elementOffset),
        FourOfEight(in source, elementOffset + 8),
        FourOfEight(in source, elementOffset + 16),
        FourOfEight(in source, elementOffset + 24));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> FourOfEight(ref readonly float source, nuint elementOffset)
    {
        Vector128<int> places = Vector128.Create(0, 2, 0, 2);
        Vector128<float> early = Vector128.Shuffle(Vector128.LoadUnsafe(in source, elementOffset), places);
        Vector128<float> late = Vector128.Shuffle(Vector128.LoadUnsafe(in source, elementOffset + 4), places);
        return Vector128.Create(early.GetLower(), late.GetLower());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadColumns(ref readonly byte rows, nuint rowBytes, out Lanes128x4 first, out Lanes128x4 second, out Lanes128x4 third, out Lanes128x4 fourth)
    {
        FourRows(in rows, rowBytes, out Vector128<float> a0, out Vector128<float> b0, out Vector128<float> c0, out Vector128<float> d0);
        FourRows(in StoredBytes.At(in rows, 4 * rowBytes), rowBytes, out Vector128<float> a1, out Vector128<float> b1, out Vector128<float> c1, out Vector128<float> d1);
        FourRows(in StoredBytes.At(in rows, 8 * rowBytes), rowBytes, out Vector128<float> a2, out Vector128<float> b2, out Vector128<float> c2, out Vector128<float> d2);
        FourRows(in StoredBytes.At(in rows, 12 * rowBytes), rowBytes, out Vector128<float> a3, out Vector128<float> b3, out Vector128<float> c3, out Vector128<float> d3);
        first = new(a0, a1, a2, a3);
        second = new(b0, b1, b2, b3);
        third = new(c0, c1, c2, c3);
        fourth = new(d0, d1, d2, d3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourRows(
        ref readonly byte rows, nuint rowBytes, out Vector128<float> first, out Vector128<float> second, out Vector128<float> third, out Vector128<float> fourth)
    {
        Vector128<float> a = Vector128.LoadUnsafe(in rows).AsSingle();
        Vector128<float> b = Vector128.LoadUnsafe(in StoredBytes.At(in rows, rowBytes)).AsSingle();
        Vector128<float> c = Vector128.LoadUnsafe(in StoredBytes.At(in rows, 2 * rowBytes)).AsSingle();
        Vector128<float> d = Vector128.LoadUnsafe(in StoredBytes.At(in rows, 3 * rowBytes)).AsSingle();
        Vector128<double> low = UnpackLow(a, b).AsDouble();
        Vector128<double> high = UnpackHigh(a, b).AsDouble();
        Vector128<double> low2 = UnpackLow(c, d).AsDouble();
        Vector128<double> high2 = UnpackHigh(c, d).AsDouble();
        first = Vector128.Create(low.GetLower(), low2.GetLower()).AsSingle();
        second = Vector128.Create(low.GetUpper(), low2.GetUpper()).AsSingle();
        third = Vector128.Create(high.GetLower(), high2.GetLower()).AsSingle();
        fourth = Vector128.Create(high.GetUpper(), high2.GetUpper()).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> UnpackLow(Vector128<float> x, Vector128<float> y) =>
        Sse.IsSupported ? Sse.UnpackLow(x, y)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(x, y)
        : Vector128.Create(x[0], y[0], x[1], y[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> UnpackHigh(Vector128<float> x, Vector128<float> y) =>
        Sse.IsSupported ? Sse.UnpackHigh(x, y)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(x, y)
        : Vector128.Create(x[2], y[2], x[3], y[3]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes128x4 value, ref float destination, nuint elementOffset)
    {
        value._v0.StoreUnsafe(ref destination, elementOffset);
        value._v1.StoreUnsafe(ref destination, elementOffset + 4);
        value._v2.StoreUnsafe(ref destination, elementOffset + 8);
        value._v3.StoreUnsafe(ref destination, elementOffset + 12);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128x4 FusedMultiplyAdd(Lanes128x4 x, Lanes128x4 y, Lanes128x4 addend) => new(
        Vector128.FusedMultiplyAdd(x._v0, y._v0, addend._v0),
        Vector128.FusedMultiplyAdd(x._v1, y._v1, addend._v1),
        Vector128.FusedMultiplyAdd(x._v2, y._v2, addend._v2),
        Vector128.FusedMultiplyAdd(x._v3, y._v3, addend._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128x4 MoveDown(Lanes128x4 x, int count) =>
        count switch
        {
            8 => new(x._v2, x._v3, x._v2, x._v3),
            4 => new(x._v1, x._v1, x._v2, x._v3),
            2 => new(Vector128.Shuffle(x._v0, Vector128.Create(2, 3, 2, 3)), x._v1, x._v2, x._v3),
            _ => new(Vector128.Shuffle(x._v0, Vector128.Create(1, 1, 3, 3)), x._v1, x._v2, x._v3),
        };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128x4 Sqrt(Lanes128x4 x) =>
        new(Vector128.Sqrt(x._v0), Vector128.Sqrt(x._v1), Vector128.Sqrt(x._v2), Vector128.Sqrt(x._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128x4 Floor(Lanes128x4 x) =>
        new(Vector128.Floor(x._v0), Vector128.Floor(x._v1), Vector128.Floor(x._v2), Vector128.Floor(x._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128x4 Ceiling(Lanes128x4 x) => new(
        Vector128.Ceiling(x._v0),
        Vector128.Ceiling(x._v1),
        Vector128.Ceiling(x._v2),
        Vector128.Ceiling(x._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128x4 Round(Lanes128x4 x) =>
        new(Vector128.Round(x._v0), Vector128.Round(x._v1), Vector128.Round(x._v2), Vector128.Round(x._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128x4 SelectLess(Lanes128x4 left, Lanes128x4 right, Lanes128x4 ifTrue, Lanes128x4 ifFalse) => new(
        Vector128.ConditionalSelect(Vector128.LessThan(left._v0, right._v0), ifTrue._v0, ifFalse._v0),
        Vector128.ConditionalSelect(Vector128.LessThan(left._v1, right._v1), ifTrue._v1, ifFalse._v1),
        Vector128.ConditionalSelect(Vector128.LessThan(left._v2, right._v2), ifTrue._v2, ifFalse._v2),
        Vector128.ConditionalSelect(Vector128.LessThan(left._v3, right._v3), ifTrue._v3, ifFalse._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128x4 SelectEqual(Lanes128x4 left, Lanes128x4 right, Lanes128x4 ifTrue, Lanes128x4 ifFalse) => new(
        Vector128.ConditionalSelect(Vector128.Equals(left._v0, right._v0), ifTrue._v0, ifFalse._v0),
        Vector128.ConditionalSelect(Vector128.Equals(left._v1, right._v1), ifTrue._v1, ifFalse._v1),
        Vector128.ConditionalSelect(Vector128.Equals(left._v2, right._v2), ifTrue._v2, ifFalse._v2),
        Vector128.ConditionalSelect(Vector128.Equals(left._v3, right._v3), ifTrue._v3, ifFalse._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128x4 ShiftLeft(Lanes128x4 x, int count) => new(
        (x._v0.AsInt32() << count).AsSingle(),
        (x._v1.AsInt32() << count).AsSingle(),
        (x._v2.AsInt32() << count).AsSingle(),
        (x._v3.AsInt32() << count).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128x4 ShiftRightArithmetic(Lanes128x4 x, int count) => new(
        (x._v0.AsInt32() >> count).AsSingle(),
        (x._v1.AsInt32() >> count).AsSingle(),
        (x._v2.AsInt32() >> count).AsSingle(),
        (x._v3.AsInt32() >> count).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128x4 AddBits(Lanes128x4 x, Lanes128x4 y) => new(
        (x._v0.AsInt32() + y._v0.AsInt32()).AsSingle(),
        (x._v1.AsInt32() + y._v1.AsInt32()).AsSingle(),
        (x._v2.AsInt32() + y._v2.AsInt32()).AsSingle(),
        (x._v3.AsInt32() + y._v3.AsInt32()).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128x4 SubtractBits(Lanes128x4 x, Lanes128x4 y) => new(
        (x._v0.AsInt32() - y._v0.AsInt32()).AsSingle(),
        (x._v1.AsInt32() - y._v1.AsInt32()).AsSingle(),
        (x._v2.AsInt32() - y._v2.AsInt32()).AsSingle(),
        (x._v3.AsInt32() - y._v3.AsInt32()).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128x4 ConvertBitsToSingle(Lanes128x4 x) => new(
        Vector128.ConvertToSingle(x._v0.AsInt32()),
        Vector128.ConvertToSingle(x._v1.AsInt32()),
        Vector128.ConvertToSingle(x._v2.AsInt32()),
        Vector128.ConvertToSingle(x._v3.AsInt32()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128x4 MultiplyAddBytes(Lanes128x4 sums, ref readonly byte bytes, nuint byteOffset, int factors)
    {
        Vector128<int> x = Vector128.Create(factors);
        return new(
            MultiplyAddBytes(sums._v0.AsInt32(), Vector128.LoadUnsafe(in bytes, byteOffset), x).AsSingle(),
            MultiplyAddBytes(sums._v1.AsInt32(), Vector128.LoadUnsafe(in bytes, byteOffset + 16), x).AsSingle(),
            MultiplyAddBytes(sums._v2.AsInt32(), Vector128.LoadUnsafe(in bytes, byteOffset + 32), x).AsSingle(),
            MultiplyAddBytes(sums._v3.AsInt32(), Vector128.LoadUnsafe(in bytes, byteOffset + 48), x).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128x4 LoadBytes(ref readonly byte source, nuint elementOffset)
    {
        (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.LoadUnsafe(in source, elementOffset));
        return new(
            Vector128.WidenLower(low).AsSingle(), Vector128.WidenUpper(low).AsSingle(), Vector128.WidenLower(high).AsSingle(), Vector128.WidenUpper(high).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128x4 LoadHalves(ref readonly byte source)
    {
        Vector128<ushort> low = Vector128.LoadUnsafe(in source).AsUInt16();
        Vector128<ushort> high = Vector128.LoadUnsafe(in source, 16).AsUInt16();
        return new(
            Vector128.WidenLower(low).AsSingle(), Vector128.WidenUpper(low).AsSingle(), Vector128.WidenLower(high).AsSingle(), Vector128.WidenUpper(high).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytes(Lanes128x4 value, ref byte destination, nuint elementOffset)
    {
        Vector128<ushort> low = Vector128.Narrow(value._v0.AsUInt32(), value._v1.AsUInt32());
        Vector128<ushort> high = Vector128.Narrow(value._v2.AsUInt32(), value._v3.AsUInt32());
        Vector128.Narrow(low, high).StoreUnsafe(ref destination, elementOffset);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128x4 operator +(Lanes128x4 x, Lanes128x4 y) =>
        new(x._v0 + y._v0, x._v1 + y._v1, x._v2 + y._v2, x._v3 + y._v3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128x4 operator -(Lanes128x4 x, Lanes128x4 y) =>
        new(x._v0 - y._v0, x._v1 - y._v1, x._v2 - y._v2, x._v3 - y._v3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128x4 operator *(Lanes128x4 x, Lanes128x4 y) =>
        new(x._v0 * y._v0, x._v1 * y._v1, x._v2 * y._v2, x._v3 * y._v3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128x4 operator /(Lanes128x4 x, Lanes128x4 y) =>
        new(x._v0 / y._v0, x._v1 / y._v1, x._v2 / y._v2, x._v3 / y._v3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128x4 operator &(Lanes128x4 x, Lanes128x4 y) =>
        new(x._v0 & y._v0, x._v1 & y._v1, x._v2 & y._v2, x._v3 & y._v3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128x4 operator |(Lanes128x4 x, Lanes128x4 y) =>
        new(x._v0 | y._v0, x._v1 | y._v1, x._v2 | y._v2, x._v3 | y._v3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128x4 operator ^(Lanes128x4 x, Lanes128x4 y) =>
        new(x._v0 ^ y._v0, x._v1 ^ y._v1, x._v2 ^ y._v2, x._v3 ^ y._v3);

    /// <summary>The four bytes of a lane one after the other, as numbers of 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> MultiplyAddBytes(Vector128<int> sums, Vector128<byte> bytes, Vector128<int> factors)
    {
        Vector128<int> b = bytes.AsInt32();
        Vector128<int> mask = Vector128.Create(0xFF);
        sums += (b & mask) * ((factors << 24) >> 24);
        sums += ((b >>> 8) & mask) * ((factors << 16) >> 24);
        sums += ((b >>> 16) & mask) * ((factors << 8) >> 24);
        return sums + ((b >>> 24) * (factors >> 24));
    }
}
