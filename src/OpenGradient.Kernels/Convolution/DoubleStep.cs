using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>Windows with one element between them.</summary>
internal readonly struct DoubleStep : IRowStep
{
    /// <inheritdoc/>
    public static int Stride => 2;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(ref readonly float source)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.LoadEveryOther(in source, 0);
}
