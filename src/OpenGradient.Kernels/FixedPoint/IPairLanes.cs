namespace OpenGradient.Kernels;

/// <summary>Sixteen 32-bit sums of products of pairs: the inner step of an exact product of 16-bit integers.</summary>
/// <typeparam name="TSelf">The form for one vector width.</typeparam>
internal interface IPairLanes<TSelf>
    where TSelf : unmanaged, IPairLanes<TSelf>
{
    /// <summary>Sixteen zeros.</summary>
    static abstract TSelf Zero { get; }

    /// <summary>Lane j becomes sum[j] + x0 · w[2j] + x1 · w[2j + 1], wrapping.</summary>
    /// <param name="sums">The sums so far.</param>
    /// <param name="pair">x0 in the low half, x1 in the high half.</param>
    /// <param name="panel">Thirty-two weights: a pair for each lane.</param>
    /// <param name="elementOffset">Where in <paramref name="panel"/>.</param>
    static abstract TSelf MultiplyAddPairs(TSelf sums, int pair, ref readonly short panel, nuint elementOffset);

    /// <summary>Adds the sixteen sums, widened, to sixteen consecutive elements.</summary>
    static abstract void AddTo(TSelf sums, ref long destination);
}
