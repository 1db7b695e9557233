using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>½x · (1 + erf(x / √2)).</summary>
/// <remarks>
/// (0.5 · x) · (1 + erf(x · √½)), each operation rounded once.
/// </remarks>
internal readonly partial struct Gelu : IUnaryFunction
{
    /// <inheritdoc/>
    public float Apply(float x) => Of(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => Of(x);

    /// <summary>The function over lanes; step by step what the scalar form does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        return TLanes.Create(0.5f) * x * (TLanes.Create(1f) + Erf.Of(x * TLanes.CreateBits(RootOfHalf)));
    }
}
