namespace OpenGradient.Kernels;

/// <summary>Sums over k, which zero points are multiplied by: products with ones.</summary>
internal static class IntegerSums
{
    /// <summary>How many bytes of scratch memory these methods take.</summary>
    public static int OnesBytes(int depth) => IntegerPanels.ByteCount(1, depth);

    /// <summary>sums[j] = Σ_k w[k, j].</summary>
    public static void OfLanes(ReadOnlySpan<byte> panels, bool areSigned, int depth, Span<int> sums, Span<byte> ones, Span<int> tiles, Workers workers = default)
    {
        Span<byte> row = ones[..(4 * IntegerPanels.QuadCount(depth))];
        row.Fill(1);
        var factors = new IntegerFactors(row, row.Length, !areSigned, panels, IntegerPanels.QuadCount(depth));
        IntegerBlocks.Run(workers, factors, default, IntegerOutput.OfSums(sums, sums.Length), 1, sums.Length, tiles);
    }

    /// <summary>sums[r] = Σ_k x[r, k] of u8.</summary>
    public static void OfRows(ReadOnlySpan<byte> rows, int rowStep, int depth, Span<int> sums, Span<byte> ones, Span<int> tiles, Workers workers = default)
    {
        // One lane of ones, as far as there is depth: what rows hold past their end does not count.
        Span<byte> panel = ones[..IntegerPanels.ByteCount(1, depth)];
        panel.Clear();
        for (int k = 0; k < depth; k++)
            panel[(k / 4 * IntegerPanels.QuadBytes) + (k % 4)] = 1;
        var factors = new IntegerFactors(rows, rowStep, hasSignedRows: false, panel, IntegerPanels.QuadCount(depth));
        IntegerBlocks.Run(workers, factors, default, IntegerOutput.OfSums(sums, 1), sums.Length, 1, tiles);
    }
}
