using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>A function of two 64-bit integers.</summary>
internal interface IWideFunction
{
    /// <summary>The function.</summary>
    static abstract long Of(long x, long y);

    /// <summary>The same, of eight pairs.</summary>
    static abstract Vector512<long> Of(Vector512<long> x, Vector512<long> y);
}
