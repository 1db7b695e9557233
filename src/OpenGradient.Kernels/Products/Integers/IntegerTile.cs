namespace OpenGradient.Kernels;

/// <summary>Where a tile of an integer product reads and adds; steps are in bytes.</summary>
/// <remarks>All of it is pinned by who makes it, and lies within the operands: rows and panels of <see cref="QuadCount"/> quads, sums of every row.</remarks>
internal unsafe struct IntegerTile
{
    /// <summary>Row 0 of x: bytes in the order of k.</summary>
    public byte* X;

    /// <summary>From one row of x to the next.</summary>
    public nint XStep;

    /// <summary>The first panel: <see cref="IntegerPanels"/>.</summary>
    public byte* Panel;

    /// <summary>From one panel to the next.</summary>
    public nint PanelStep;

    /// <summary>How many fours of k there are.</summary>
    public nint QuadCount;

    /// <summary>The sums: rows of <see cref="SumStep"/>, sixteen for each panel.</summary>
    public int* Sums;

    /// <summary>From one row of sums to the next.</summary>
    public const int SumStep = 32;
}
