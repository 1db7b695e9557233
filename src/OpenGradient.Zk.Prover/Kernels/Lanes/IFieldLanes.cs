using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Prover.Kernels.Lanes;

/// <summary>Some elements of F side by side, each below p as <see cref="Goldilocks"/> holds it; what is done to one is done to all.</summary>
/// <remarks>Arithmetic in F is exact, so neither the number of lanes nor the order of a sum changes a bit.</remarks>
/// <typeparam name="TSelf">The form for one width.</typeparam>
internal interface IFieldLanes<TSelf>
    where TSelf : struct, IFieldLanes<TSelf>
{
    /// <summary>A power of two.</summary>
    static abstract int Count { get; }

    /// <summary>The same element in every lane.</summary>
    static abstract TSelf Create(Goldilocks element);

    /// <summary>Elements that follow each other.</summary>
    static abstract TSelf Load(ref readonly Goldilocks source, nuint offset);

    static abstract void Store(TSelf value, ref Goldilocks destination, nuint offset);

    /// <summary>Of twice as many elements those of even and those of odd place, both in one order of lanes, which is the width's own.</summary>
    static abstract (TSelf Even, TSelf Odd) LoadPairs(ref readonly Goldilocks source, nuint offset);

    static abstract void StorePairs(TSelf even, TSelf odd, ref Goldilocks destination, nuint offset);

    /// <summary>Elements that follow each other, in the order of lanes of <see cref="LoadPairs"/>.</summary>
    static abstract TSelf LoadAmongPairs(ref readonly Goldilocks source, nuint offset);

    /// <summary>The elements that stand for signed integers above -p, in the order of lanes of <see cref="LoadPairs"/>.</summary>
    static abstract TSelf LoadAmongPairs(ref readonly long source, nuint offset);

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    /// <summary>The sum of all lanes.</summary>
    Goldilocks Sum();
}
