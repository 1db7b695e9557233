using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>How four products of bytes are added to each of eight sums: a 256-bit instruction set.</summary>
internal interface IDotQuads
{
    /// <summary>sums[j] += Σ_i u[4j + i] · s[4j + i], modulo 2^32.</summary>
    /// <param name="sums">The sums so far.</param>
    /// <param name="unsignedBytes">u8.</param>
    /// <param name="signedBytes">i8.</param>
    static abstract Vector256<int> Add(Vector256<int> sums, Vector256<byte> unsignedBytes, Vector256<byte> signedBytes);
}
