namespace OpenGradient.Kernels;

/// <summary>One form of the inner loops of integer products.</summary>
internal interface IIntegerTiles
{
    /// <summary>The most rows of one tile, at most <see cref="TileCode.MaxRows"/>.</summary>
    static abstract int MaxRows { get; }

    /// <summary>The most panels of one tile, at most 2.</summary>
    static abstract int MaxPanels { get; }

    /// <summary>sums[r, j] += Σ_k x[r, k] · w[k, j], modulo 2^32: of x and the panels one is u8, the other i8.</summary>
    /// <param name="tile">Where.</param>
    /// <param name="rowCount">1 to <see cref="MaxRows"/>.</param>
    /// <param name="panelCount">1 to <see cref="MaxPanels"/>.</param>
    /// <param name="hasSignedRows">Whether x is i8.</param>
    static abstract void Run(in IntegerTile tile, int rowCount, int panelCount, bool hasSignedRows);
}
