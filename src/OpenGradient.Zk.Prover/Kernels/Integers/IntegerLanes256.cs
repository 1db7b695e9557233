using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Zk.Prover.Kernels.Integers;

/// <summary>Four lanes of AVX2.</summary>
internal readonly struct IntegerLanes256(Vector256<long> integers) : IIntegerLanes<IntegerLanes256>
{
    private readonly Vector256<long> _integers = integers;

    public static bool IsSupported => Avx2.IsSupported;

    public static int Count => Vector256<long>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static IntegerLanes256 Create(long integer) => new(Vector256.Create(integer));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static IntegerLanes256 Load(ref readonly long source, nuint offset) => new(Vector256.LoadUnsafe(in source, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static IntegerLanes256 Widen(ref readonly short source, nuint offset) => new(Avx2.ConvertToVector256Int64(Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(in Unsafe.As<short, byte>(ref Unsafe.Add(ref Unsafe.AsRef(in source), offset)))).AsInt16()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(IntegerLanes256 value, ref long destination, nuint offset) => value._integers.StoreUnsafe(ref destination, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static IntegerLanes256 MultiplyAdd(IntegerLanes256 left, IntegerLanes256 right, IntegerLanes256 addend) => new(Avx2.Multiply(left._integers.AsInt32(), right._integers.AsInt32()) + addend._integers);
}
