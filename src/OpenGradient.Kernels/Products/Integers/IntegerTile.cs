namespace OpenGradient.Kernels;

/// <summary>Where a tile of an integer product reads and writes; steps are in elements.</summary>
internal ref struct IntegerTile
{
    /// <summary>Row 0 of x, the first pair; the rows of one pair are neighbours.</summary>
    public ref int X;

    /// <summary>From one pair to the next in x.</summary>
    public nuint XStep;

    /// <summary>The first pair of the first panel: sixteen pairs of weights.</summary>
    public ref short Panel;

    /// <summary>From one panel to the next.</summary>
    public nuint PanelStep;

    /// <summary>Half the length of the dot products.</summary>
    public nuint PairCount;

    /// <summary>y[row 0, first output].</summary>
    public ref int Y;

    /// <summary>From one row of y to the next.</summary>
    public nuint YStep;
}
