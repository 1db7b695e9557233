namespace OpenGradient.Kernels;

/// <summary>Sixteen 32-bit sums of products of pairs: the inner step of an exact product of 16-bit integers.</summary>
/// <typeparam name="TSelf">The form for one vector width.</typeparam>
internal interface IPairLanes<TSelf>
    where TSelf : unmanaged, IPairLanes<TSelf>
{
    /// <summary>Sixteen zeros.</summary>
    static abstract TSelf Zero { get; }

    /// <summary>Sixteen pairs from <paramref name="source"/> on.</summary>
    static abstract TSelf Load(ref readonly int source, nuint pairOffset);

    /// <summary>Sixteen times the pair at <paramref name="source"/>.</summary>
    static abstract TSelf Repeat(ref readonly int source, nuint pairOffset);

    /// <summary>Lane j becomes sums[j] + the low halves of x[j] and y[j] multiplied + the high halves multiplied, wrapping.</summary>
    static abstract TSelf MultiplyAddPairs(TSelf sums, TSelf x, TSelf y);

    /// <summary>Writes the sixteen sums, widened, to sixteen consecutive elements, or adds them to what is there.</summary>
    static abstract void Put(TSelf sums, ref long destination, nuint elementOffset, bool adds);
}
