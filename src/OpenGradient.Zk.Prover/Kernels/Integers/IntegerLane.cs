using System.Runtime.CompilerServices;

namespace OpenGradient.Zk.Prover.Kernels.Integers;

/// <summary>One integer: the definition.</summary>
internal readonly struct IntegerLane(long integer) : IIntegerLanes<IntegerLane>
{
    private readonly long _integer = integer;

    public static int Count => 1;

    public static IntegerLane Create(long integer) => new(integer);

    public static IntegerLane Load(ref readonly long source, nuint offset) => new(Unsafe.Add(ref Unsafe.AsRef(in source), offset));

    public static IntegerLane Widen(ref readonly short source, nuint offset) => new(Unsafe.Add(ref Unsafe.AsRef(in source), offset));

    public static void Store(IntegerLane value, ref long destination, nuint offset) => Unsafe.Add(ref destination, offset) = value._integer;

    public static IntegerLane MultiplyAdd(IntegerLane left, IntegerLane right, IntegerLane addend) => new(unchecked((left._integer * right._integer) + addend._integer));
}
