using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>½x · (1 + tanh(√(2/π) · (x + 0.044715x³))).</summary>
/// <remarks>(0.5 · x) · (tanh((x + ((x · x) · x) · 0.044715) · √(2/π)) + 1), each operation rounded once.</remarks>
internal readonly partial struct GeluTanh : IUnaryFunction
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
        TLanes inner = x + (x * x * x * TLanes.CreateBits(CubeFactor));
        return TLanes.Create(0.5f) * x * (Tanh.Of(inner * TLanes.CreateBits(RootOfTwoOverPi)) + TLanes.Create(1f));
    }
}
