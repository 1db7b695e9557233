namespace OpenGradient.Kernels;

/// <summary>Columns of bytes in panels of sixteen lanes: element (k, lane) at panel lane/16, k/4, lane%16, k%4.</summary>
internal static class IntegerPanels
{
    /// <summary>How many bytes so many lanes take.</summary>
    public static int ByteCount(int laneCount, int depth) => checked((laneCount + 15) / 16 * QuadCount(depth) * QuadBytes);

    /// <summary>How many fours of k there are.</summary>
    public static int QuadCount(int depth) => (depth + 3) / 4;

    /// <summary>Lays a part of the columns [depth, …] out, rows <paramref name="step"/> apart, as i8 or u8 as is said; past the last k stands 0, past the last lane what was there.</summary>
    public static void Pack(ReadOnlySpan<byte> columns, int step, int depth, int laneCount, byte flip, Span<byte> panels)
    {
        int panelBytes = QuadCount(depth) * QuadBytes;
        for (int lane = 0; lane < laneCount; lane += 16)
        {
            int lanes = Math.Min(16, laneCount - lane);
            Span<byte> panel = panels.Slice(lane / 16 * panelBytes, panelBytes);
            for (int k = 0; k < depth; k += 4, panel = panel[QuadBytes..])
                ByteQuads.Interleave(columns[((k * step) + lane)..], step, depth - k, flip, panel[..(4 * lanes)]);
        }
    }

    /// <summary>Four bytes for each of sixteen lanes.</summary>
    public const int QuadBytes = 64;
}
