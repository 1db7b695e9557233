using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>x - y.</summary>
internal readonly struct Sub : IBinaryFunction
{
    /// <inheritdoc/>
    public float Apply(float x, float y) => x - y;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes> =>
        x - y;
}
