using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>Where a tile of a product reads and writes; steps are in elements.</summary>
internal ref struct ProductTile
{
    /// <summary>x[row 0, k = 0]; the rows of one k are neighbours.</summary>
    public ref float X;

    /// <summary>From one k to the next in x.</summary>
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

    /// <summary>Turns to rows further down in the same strip.</summary>
    public void MoveDown(int rows)
    {
        X = ref Unsafe.Add(ref X, rows);
        Y = ref Unsafe.Add(ref Y, rows * (nint)YStep);
        RowBias = ref Unsafe.Add(ref RowBias, rows * (nint)RowBiasStep);
    }

    /// <summary>Turns to panels further right.</summary>
    public void MoveRight(int panels)
    {
        Panel = ref Unsafe.Add(ref Panel, panels * (nint)PanelStep);
        Y = ref Unsafe.Add(ref Y, panels * 16);
        OutputBias = ref Unsafe.Add(ref OutputBias, panels * (nint)OutputBiasStep);
    }

    /// <summary>Adds the biases to the sums that lie in y. x + (-0) = x for every x, so an absent bias changes no bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Finish<TLanes>(int rows, int panels)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ref float y = ref Y;
        for (int row = 0; row < rows; row++)
        {
            TLanes rowBias = TLanes.Create(Unsafe.Add(ref RowBias, row * (nint)RowBiasStep));
            for (nuint panel = 0; panel < (nuint)panels; panel++)
            {
                TLanes sum = TLanes.Load(ref y, panel * 16) + TLanes.Load(ref OutputBias, panel * OutputBiasStep) + rowBias;
                TLanes.Store(CanonicalNaN.Of(sum), ref y, panel * 16);
            }

            y = ref Unsafe.Add(ref y, YStep);
        }
    }
}
