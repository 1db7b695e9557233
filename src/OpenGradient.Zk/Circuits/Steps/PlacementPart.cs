using System.Collections.Immutable;

namespace OpenGradient.Zk.Circuits.Steps;

/// <summary>A tensor whose cells are put in places of another one.</summary>
/// <param name="X">The tensor.</param>
/// <param name="Maps">From the first axis on; together all axes of both.</param>
internal sealed record PlacementPart(int X, ImmutableArray<AxisMap> Maps)
{
    /// <summary>For each cell that is made, row by row, the cell of <see cref="X"/> that it is, or <see cref="AxisMap.Nothing"/>.</summary>
    public int[] Sources()
    {
        int[] sources = [0];
        foreach (AxisMap map in Maps)
        {
            int[] inner = new int[sources.Length * map.CellCount];
            for (int index = 0; index < inner.Length; index++)
            {
                (int outer, int cell) = (sources[index / map.CellCount], map.SourceOf(index % map.CellCount));
                inner[index] = outer < 0 || cell < 0 ? AxisMap.Nothing : (int)((outer * map.SourceCellCount) + cell);
            }

            sources = inner;
        }

        return sources;
    }
}
