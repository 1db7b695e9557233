using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>A function of eight pairs of 64-bit integers.</summary>
internal interface IWideFunction
{
    /// <summary>The function.</summary>
    static abstract Vector512<long> Of(Vector512<long> x, Vector512<long> y);
}
