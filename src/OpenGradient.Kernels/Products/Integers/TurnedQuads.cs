using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>The same with the operands the other way round: the first is i8, the second u8.</summary>
internal readonly struct TurnedQuads<TQuads> : IDotQuads
    where TQuads : IDotQuads
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sums, Vector256<byte> unsignedBytes, Vector256<byte> signedBytes) =>
        TQuads.Add(sums, signedBytes, unsignedBytes);
}
