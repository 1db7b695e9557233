using System.Numerics;
using OpenGradient.Zk.Commitments;

namespace OpenGradient.Zk.Hiding;

/// <summary>Where pads and products stand in the tableau; proof-1 section 14.</summary>
/// <param name="PadCount">Of them all.</param>
/// <param name="ProductCount">Of them all.</param>
/// <param name="Queries">Q and g.</param>
/// <param name="LogInverseRate">b.</param>
internal sealed record TableauShape(int PadCount, int ProductCount, QueryParameters Queries, int LogInverseRate)
{
    /// <summary>M_0 to M_4.</summary>
    public const int MaskCount = 5;

    /// <summary>For rows that are about as dear to send as the columns that they make shorter.</summary>
    private const int LogBalance = 5;

    /// <summary>κ.</summary>
    public int LogRow
    {
        get
        {
            int logRow = LogRandom + 1;
            while (1L << Math.Max(0, (2 * logRow) - LogBalance) < PadCount + (3L * ProductCount))
                logRow++;
            return logRow;
        }
    }

    /// <summary>k.</summary>
    public int RowLength => 1 << LogRow;

    /// <summary>ℓ: as many of a row are cells, the rest is random.</summary>
    public int CellCount => RowLength - (1 << LogRandom);

    public int LogColumnCount => LogRow + 1 + LogInverseRate;

    /// <summary>Rows of pads.</summary>
    public int PadRows => RowsOf(PadCount);

    /// <summary>Rows of first factors, of second factors, and of products.</summary>
    public int ProductRows => RowsOf(ProductCount);

    /// <summary>All rows but the masks.</summary>
    public int CellRows => PadRows + (3 * ProductRows);

    public int RowCount => MaskCount + CellRows;

    /// <summary>Its code, as far as distances go: sums and products have twice as many coefficients as rows.</summary>
    public CommitmentShape Code => new(LogRowCount: 0, LogRow + 1, LogInverseRate);

    private int LogRandom => LogAbove(Queries.QueryCount);

    /// <summary>The least power of two above a number, its logarithm.</summary>
    public static int LogAbove(int count) => BitOperations.Log2((uint)count) + 1;

    /// <summary>How many values of ρ a false equation could live on, or a tableau that is no code word.</summary>
    public long ChallengeCount(int equationCount) => ((long)RowCount << LogColumnCount) + equationCount + (2L * ProductCount) + ProductRows;

    /// <summary>The row, behind the masks, and the cell of an unknown.</summary>
    public (int Row, int Cell) PlaceOf(Unknown unknown) => ((unknown.IsPad ? 0 : PadRows + (2 * ProductRows)) + (unknown.Index / CellCount), unknown.Index % CellCount);

    /// <summary>Where the first factor of a product stands; the second does as many rows below as there are rows of products.</summary>
    public (int Row, int Cell) PlaceOfFactor(int product) => (PadRows + (product / CellCount), product % CellCount);

    private int RowsOf(int count) => (count + CellCount - 1) / CellCount;
}
