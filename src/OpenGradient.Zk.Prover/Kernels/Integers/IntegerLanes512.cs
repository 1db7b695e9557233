using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Zk.Prover.Kernels.Integers;

/// <summary>Eight lanes of AVX-512.</summary>
internal readonly struct IntegerLanes512(Vector512<long> integers) : IIntegerLanes<IntegerLanes512>
{
    private readonly Vector512<long> _integers = integers;

    public static bool IsSupported => Avx512F.IsSupported;

    public static int Count => Vector512<long>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static IntegerLanes512 Create(long integer) => new(Vector512.Create(integer));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static IntegerLanes512 Load(ref readonly long source, nuint offset) => new(Vector512.LoadUnsafe(in source, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static IntegerLanes512 Widen(ref readonly short source, nuint offset) => new(Avx512F.ConvertToVector512Int64(Vector128.LoadUnsafe(in source, offset)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(IntegerLanes512 value, ref long destination, nuint offset) => value._integers.StoreUnsafe(ref destination, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static IntegerLanes512 MultiplyAdd(IntegerLanes512 left, IntegerLanes512 right, IntegerLanes512 addend) => new(Avx512F.Multiply(left._integers.AsInt32(), right._integers.AsInt32()) + addend._integers);
}
