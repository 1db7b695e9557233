using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>AVX2: even and odd bytes apart as 16-bit numbers, because its product of bytes saturates.</summary>
internal readonly struct WidenedQuads : IDotQuads
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sums, Vector256<byte> unsignedBytes, Vector256<byte> signedBytes)
    {
        Vector256<short> u = unsignedBytes.AsInt16();
        Vector256<short> s = signedBytes.AsInt16();
        return sums
            + Avx2.MultiplyAddAdjacent(u & Vector256.Create((short)0xFF), (s << 8) >> 8)
            + Avx2.MultiplyAddAdjacent(u >>> 8, s >> 8);
    }
}
