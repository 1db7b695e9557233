using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>Windows that are neighbours.</summary>
internal readonly struct UnitStep : IRowStep
{
    /// <inheritdoc/>
    public static int Stride => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(ref readonly float source)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.Load(in source, 0);
}
