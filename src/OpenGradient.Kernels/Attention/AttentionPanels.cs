namespace OpenGradient.Kernels;

/// <summary>Lays the keys and values of one head out as panels of sixteen, from rows that need not be neighbours.</summary>
internal static class AttentionPanels
{
    /// <summary>How many elements the panels of so many outputs take.</summary>
    public static long Elements(int outputCount, int depth) => ((long)outputCount + 15) / 16 * 16 * depth;

    /// <summary>Keys [positions, headDim], rows <paramref name="rowStep"/> apart: element (position, d) at panel position/16, d, lane position%16.</summary>
    public static void PackKeys(ReadOnlySpan<float> keys, int rowStep, int positionCount, int headDim, Span<float> panels)
    {
        for (int first = 0; first < positionCount; first += 16)
        {
            int lanes = Math.Min(16, positionCount - first);
            Span<float> panel = panels.Slice(first * headDim, 16 * headDim);
            if (lanes < 16)
                panel.Clear();
            for (int lane = 0; lane < lanes; lane++)
            {
                ReadOnlySpan<float> key = keys.Slice((first + lane) * rowStep, headDim);
                for (int d = 0; d < key.Length; d++)
                    panel[(d * 16) + lane] = key[d];
            }
        }
    }

    /// <summary>Values [positions, headDim], rows <paramref name="rowStep"/> apart: element (position, d) at panel d/16, position, lane d%16.</summary>
    public static void PackValues(ReadOnlySpan<float> values, int rowStep, int positionCount, int headDim, Span<float> panels)
    {
        for (int d = 0; d < headDim; d += 16)
        {
            int lanes = Math.Min(16, headDim - d);
            Span<float> panel = panels.Slice(d * positionCount, 16 * positionCount);
            for (int position = 0; position < positionCount; position++)
            {
                values.Slice((position * rowStep) + d, lanes).CopyTo(panel[(position * 16)..]);
                panel.Slice((position * 16) + lanes, 16 - lanes).Clear();
            }
        }
    }
}
