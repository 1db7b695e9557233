using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>AVX-VNNI.</summary>
internal readonly struct VnniQuads : IDotQuads
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sums, Vector256<byte> unsignedBytes, Vector256<byte> signedBytes) =>
        AvxVnni.MultiplyWideningAndAdd(sums, unsignedBytes, signedBytes.AsSByte());
}
