using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>How bytes become 16-bit numbers, every other one at a time.</summary>
internal interface IWordBytes
{
    /// <summary>The bytes 0, 2, 4, …</summary>
    static abstract Vector256<short> Even(Vector256<short> bytes);

    /// <summary>The bytes 1, 3, 5, …</summary>
    static abstract Vector256<short> Odd(Vector256<short> bytes);
}
