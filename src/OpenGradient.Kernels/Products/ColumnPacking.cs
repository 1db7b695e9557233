namespace OpenGradient.Kernels;

/// <summary>Packs columns [depth, outputs] into panels, some panels at a time: see <see cref="PackedPanels.PackColumns"/>.</summary>
internal readonly ref struct ColumnPacking(ReadOnlySpan<float> columns, int first, int outputCount, int depth, Span<float> panels) : IWorkBody
{
    private readonly ReadOnlySpan<float> _columns = columns;
    private readonly Span<float> _panels = panels;

    /// <summary>How many parts the packing of so many columns has.</summary>
    public static int PartCount(int columnCount, int depth) => (columnCount + PartColumns(depth) - 1) / PartColumns(depth);

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        int columns = PartColumns(depth);
        int start = first + (part * columns);
        PackedPanels.PackColumns(_columns, start, Math.Min(outputCount, start + columns), outputCount, depth, _panels[(part * columns * depth)..]);
    }

    private static int PartColumns(int depth) => Math.Max(1, (1 << 14) / Math.Max(1, depth)) * 16;
}
