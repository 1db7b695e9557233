namespace OpenGradient.Kernels;

/// <summary>Sixteen 32-bit integers: sums of products of pairs, the inner step of an exact product of 16-bit integers, and what brings such sums to another scale.</summary>
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

    /// <summary>Sixteen times <paramref name="x"/>.</summary>
    static abstract TSelf Create(int x);

    /// <summary>Lane j becomes x[j] + y[j], wrapping.</summary>
    static abstract TSelf Add(TSelf x, TSelf y);

    /// <summary>Lane j becomes max(min(x[j], high[j]), low[j]).</summary>
    static abstract TSelf Clamp(TSelf x, TSelf low, TSelf high);

    /// <summary>Lane j becomes x[j] · 2^<paramref name="bits"/>, wrapping.</summary>
    static abstract TSelf ShiftLeft(TSelf x, int bits);

    /// <summary>Lane j becomes ⌊(x[j] · y[j] + 2^31) / 2^32⌋, with a product of 64 bits.</summary>
    static abstract TSelf MultiplyHigh(TSelf x, TSelf y);

    /// <summary>Writes the low halves of the sixteen numbers to sixteen consecutive elements.</summary>
    static abstract void PutShorts(TSelf x, ref short destination, nuint elementOffset);

    /// <summary>Writes the sixteen sums to sixteen consecutive elements.</summary>
    static abstract void Put(TSelf sums, ref int destination, nuint elementOffset);

    /// <summary>Writes the sixteen sums, widened, to sixteen consecutive elements, or adds them to what is there.</summary>
    static abstract void Put(TSelf sums, ref long destination, nuint elementOffset, bool adds);
}
