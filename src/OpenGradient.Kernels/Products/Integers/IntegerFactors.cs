namespace OpenGradient.Kernels;

/// <summary>The operands of an integer product as its inner loops take them: of rows and panels one is u8, the other i8.</summary>
/// <param name="rows">Rows of bytes in the order of k, at least four times <paramref name="quadCount"/> each.</param>
/// <param name="rowStep">From one row to the next.</param>
/// <param name="hasSignedRows">Whether the rows are i8.</param>
/// <param name="panels">Lanes: <see cref="IntegerPanels"/>. Where k is past the end, either operand is 0.</param>
/// <param name="quadCount">How many fours of k there are.</param>
internal readonly ref struct IntegerFactors(ReadOnlySpan<byte> rows, int rowStep, bool hasSignedRows, ReadOnlySpan<byte> panels, int quadCount)
{
    /// <summary>The rows.</summary>
    public ReadOnlySpan<byte> Rows { get; } = rows;

    /// <summary>From one row to the next.</summary>
    public int RowStep { get; } = rowStep;

    /// <summary>Whether the rows are i8.</summary>
    public bool HasSignedRows { get; } = hasSignedRows;

    /// <summary>The panels.</summary>
    public ReadOnlySpan<byte> Panels { get; } = panels;

    /// <summary>How many fours of k there are.</summary>
    public int QuadCount { get; } = quadCount;

    /// <summary>From one panel to the next.</summary>
    public int PanelStep => QuadCount * IntegerPanels.QuadBytes;

    /// <summary>The rows and panels from these on.</summary>
    public IntegerFactors From(int row, int panel) => new(Rows[(row * RowStep)..], RowStep, HasSignedRows, Panels[(panel * PanelStep)..], QuadCount);
}
