namespace OpenGradient.Kernels;

/// <summary>One 32-bit word of each of several hashes that are computed side by side.</summary>
internal interface IHashWords<TSelf>
    where TSelf : unmanaged, IHashWords<TSelf>
{
    /// <summary>How many hashes there are.</summary>
    static abstract int Count { get; }

    /// <summary>The same word for each.</summary>
    static abstract TSelf Create(uint word);

    /// <summary>Four neighbouring big-endian words of every fourth hash: hash 0's in the first 128 bits, hash 4's in the second, and so on.</summary>
    /// <param name="block">Those of hash 0.</param>
    /// <param name="laneBytes">From one hash's to the next one's.</param>
    static abstract TSelf LoadFours(ref readonly byte block, nint laneBytes);

    /// <summary>In every 128 bits x0 y0 x1 y1.</summary>
    static abstract TSelf InterleaveLow(TSelf x, TSelf y);

    /// <summary>In every 128 bits x2 y2 x3 y3.</summary>
    static abstract TSelf InterleaveHigh(TSelf x, TSelf y);

    /// <summary>In every 128 bits x0 x1 y0 y1.</summary>
    static abstract TSelf JoinLow(TSelf x, TSelf y);

    /// <summary>In every 128 bits x2 x3 y2 y3.</summary>
    static abstract TSelf JoinHigh(TSelf x, TSelf y);

    /// <summary>x · 2^24 modulo 2^32.</summary>
    static abstract TSelf ShiftLeft24(TSelf x);

    /// <summary>x / 2^8, rounded down.</summary>
    static abstract TSelf ShiftRight8(TSelf x);

    /// <summary>Sum modulo 2^32.</summary>
    static abstract TSelf operator +(TSelf x, TSelf y);

    /// <summary>FIPS 180-4 (4.4).</summary>
    static abstract TSelf BigSigma0(TSelf x);

    /// <summary>FIPS 180-4 (4.5).</summary>
    static abstract TSelf BigSigma1(TSelf x);

    /// <summary>FIPS 180-4 (4.6).</summary>
    static abstract TSelf SmallSigma0(TSelf x);

    /// <summary>FIPS 180-4 (4.7).</summary>
    static abstract TSelf SmallSigma1(TSelf x);

    /// <summary>Ch, FIPS 180-4 (4.2).</summary>
    static abstract TSelf Choose(TSelf x, TSelf y, TSelf z);

    /// <summary>Maj, FIPS 180-4 (4.3).</summary>
    static abstract TSelf Majority(TSelf x, TSelf y, TSelf z);
}
