using System.Runtime.CompilerServices;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Prover.Kernels.Lanes;

/// <summary>One lane: the definition, and what is left over of a range.</summary>
internal readonly struct ScalarLane(Goldilocks element) : IFieldLanes<ScalarLane>
{
    private readonly Goldilocks _element = element;

    public static int Count => 1;

    public static ScalarLane Create(Goldilocks element) => new(element);

    public static ScalarLane Load(ref readonly Goldilocks source, nuint offset) => new(Unsafe.Add(ref Unsafe.AsRef(in source), offset));

    public static void Store(ScalarLane value, ref Goldilocks destination, nuint offset) => Unsafe.Add(ref destination, offset) = value._element;

    public static (ScalarLane Even, ScalarLane Odd) LoadPairs(ref readonly Goldilocks source, nuint offset) => (Load(in source, offset), Load(in source, offset + 1));

    public static void StorePairs(ScalarLane even, ScalarLane odd, ref Goldilocks destination, nuint offset)
    {
        Store(even, ref destination, offset);
        Store(odd, ref destination, offset + 1);
    }

    public static ScalarLane LoadAmongPairs(ref readonly Goldilocks source, nuint offset) => Load(in source, offset);

    public static ScalarLane LoadAmongPairs(ref readonly long source, nuint offset) => new(Goldilocks.From(Unsafe.Add(ref Unsafe.AsRef(in source), offset)));

    public static ScalarLane operator +(ScalarLane left, ScalarLane right) => new(left._element + right._element);

    public static ScalarLane operator -(ScalarLane left, ScalarLane right) => new(left._element - right._element);

    public static ScalarLane operator *(ScalarLane left, ScalarLane right) => new(left._element * right._element);

    public Goldilocks Sum() => _element;
}
