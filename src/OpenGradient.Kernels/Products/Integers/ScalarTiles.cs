namespace OpenGradient.Kernels;

/// <summary>The definition of a tile, as plain loops.</summary>
internal sealed unsafe class ScalarTiles : IIntegerTiles
{
    /// <inheritdoc/>
    public static int MaxRows => 1;

    /// <inheritdoc/>
    public static int MaxPanels => 1;

    /// <inheritdoc/>
    public static void Run(in IntegerTile tile, int rowCount, int panelCount, bool hasSignedRows)
    {
        for (int lane = 0; lane < 16; lane++)
        {
            int sum = tile.Sums[lane];
            for (nint k = 0; k < 4 * tile.QuadCount; k++)
            {
                byte x = tile.X[k];
                byte w = tile.Panel[(k / 4 * 64) + (lane * 4) + (k % 4)];
                sum += hasSignedRows ? (sbyte)x * w : x * (sbyte)w;
            }

            tile.Sums[lane] = sum;
        }
    }
}
