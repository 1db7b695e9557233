using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>e^(x - shift): what a softmax sums up.</summary>
internal readonly struct ShiftedExp(float shift) : IUnaryFunction
{
    /// <inheritdoc/>
    public float Apply(float x) => Exp.Of(x - shift);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> =>
        Exp.Of(x - TLanes.Create(shift));
}
