using System.Collections.Immutable;

namespace OpenGradient.Zk.Circuits.Steps;

/// <summary>Where the cells of a group of neighbouring axes come from among those of a group of another tensor; proof-1 section 9.</summary>
/// <param name="AxisCount">Of the tensor that is made.</param>
/// <param name="SourceAxisCount">Of the tensor that is read.</param>
/// <param name="SourceCellCount">How many cells the group of the tensor that is read has.</param>
/// <param name="Cells">For each cell of the group that is made, row by row, the one that it is, or <see cref="Nothing"/>; default where each is itself.</param>
internal sealed record AxisMap(int AxisCount, int SourceAxisCount, long SourceCellCount, ImmutableArray<int> Cells)
{
    public const int Nothing = -1;

    /// <summary>Each cell of an axis is itself.</summary>
    public static AxisMap Same(long cellCount) => new(1, 1, cellCount, default);

    /// <summary>From one axis to one axis; what lies outside is nothing.</summary>
    public static AxisMap OfAxis(long sourceCellCount, IEnumerable<long> cells) =>
        new(1, 1, sourceCellCount, [.. cells.Select(cell => cell >= 0 && cell < sourceCellCount ? (int)cell : Nothing)]);

    /// <summary>The cell that a cell comes from.</summary>
    public int SourceOf(int cell) => Cells.IsDefault ? cell : Cells[cell];

    /// <summary>How many of the cells that are made come from one.</summary>
    public long SourcedCount => Cells.IsDefault ? SourceCellCount : Cells.Count(static cell => cell >= 0);

    /// <summary>How many cells are made.</summary>
    public int CellCount => Cells.IsDefault ? (int)SourceCellCount : Cells.Length;
}
