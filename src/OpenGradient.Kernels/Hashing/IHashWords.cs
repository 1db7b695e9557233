namespace OpenGradient.Kernels;

/// <summary>One 32-bit word of each of several hashes that are computed side by side.</summary>
internal interface IHashWords<TSelf>
    where TSelf : unmanaged, IHashWords<TSelf>
{
    /// <summary>How many hashes there are.</summary>
    static abstract int Count { get; }

    /// <summary>The same word for each.</summary>
    static abstract TSelf Create(uint word);

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
