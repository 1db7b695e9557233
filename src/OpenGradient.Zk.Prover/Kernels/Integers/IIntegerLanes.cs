namespace OpenGradient.Zk.Prover.Kernels.Integers;

/// <summary>Some integers of 64 bits side by side; sums wrap around 2^64, which whoever adds has to rule out.</summary>
/// <typeparam name="TSelf">The form for one width.</typeparam>
internal interface IIntegerLanes<TSelf>
    where TSelf : struct, IIntegerLanes<TSelf>
{
    /// <summary>A power of two.</summary>
    static abstract int Count { get; }

    /// <summary>The same integer in every lane.</summary>
    static abstract TSelf Create(long integer);

    static abstract TSelf Load(ref readonly long source, nuint offset);

    /// <summary>Integers of 16 bits that follow each other.</summary>
    static abstract TSelf Widen(ref readonly short source, nuint offset);

    static abstract void Store(TSelf value, ref long destination, nuint offset);

    /// <summary>left · right + addend, with factors that fit 32 bits, sign included.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf addend);
}
