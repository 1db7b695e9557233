using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>Where a tile of a product reads and writes; steps are in elements.</summary>
internal ref struct ProductTile
{
    /// <summary>x[row 0, k = 0]; consecutive k are neighbours.</summary>
    public ref float X;

    /// <summary>From one row of x to the next.</summary>
    public nuint XStep;

    /// <summary>The sixteen weights of the first panel at k = 0.</summary>
    public ref float Panel;

    /// <summary>From one panel to the next.</summary>
    public nuint PanelStep;

    /// <summary>From one k to the next within a panel.</summary>
    public nuint DepthStep;

    /// <summary>The length of the dot products.</summary>
    public nuint Depth;

    /// <summary>y[row 0, first output of the first panel].</summary>
    public ref float Y;

    /// <summary>From one row of y to the next.</summary>
    public nuint YStep;

    /// <summary>The bias of the first panel's outputs; sixteen times -0 if there is none.</summary>
    public ref float OutputBias;

    /// <summary>16, or 0 if there is no bias for each output.</summary>
    public nuint OutputBiasStep;

    /// <summary>The bias of the first row; -0 if there is none.</summary>
    public ref float RowBias;

    /// <summary>1, or 0 if there is no bias for each row.</summary>
    public nuint RowBiasStep;

    /// <summary>Adds the biases and stores one accumulator. x + (-0) = x for every x, so an absent bias changes no bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Finish<TLanes>(nuint row, nuint panel, TLanes accumulator)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes outputBias = TLanes.Load(ref OutputBias, panel * OutputBiasStep);
        TLanes rowBias = TLanes.Create(Unsafe.Add(ref RowBias, row * RowBiasStep));
        TLanes.Store(CanonicalNaN.Of(accumulator + outputBias + rowBias), ref Y, (row * YStep) + (panel * 16));
    }
}
