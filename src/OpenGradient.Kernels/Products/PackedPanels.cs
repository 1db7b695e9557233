namespace OpenGradient.Kernels;

/// <summary>The weights of a linear map in panels of sixteen outputs: element (output, k) at panel output/16, k, lane output%16.</summary>
internal sealed class PackedPanels
{
    private readonly AlignedElements<float> _weights; // [panels, depth, 16]
    private readonly AlignedElements<float>? _bias; // [panels · 16]

    private PackedPanels(int outputCount, int depth, bool hasBias)
    {
        OutputCount = outputCount;
        Depth = depth;
        int panelCount = (outputCount + 15) / 16;
        _weights = new AlignedElements<float>(checked(panelCount * depth * 16));
        _bias = hasBias ? new AlignedElements<float>(panelCount * 16) : null;
    }

    /// <summary>How many outputs the map has.</summary>
    public int OutputCount { get; }

    /// <summary>How many inputs the map has.</summary>
    public int Depth { get; }

    /// <summary>The panels.</summary>
    public ReadOnlySpan<float> Weights => _weights.Span;

    /// <summary>The bias, padded to whole panels; empty if there is none.</summary>
    public ReadOnlySpan<float> Bias => _bias is null ? default : _bias.Span;

    /// <summary>Lays out weights [outputs, depth] and an optional bias [outputs].</summary>
    public static PackedPanels Create(ReadOnlySpan<float> weights, int outputCount, int depth, ReadOnlySpan<float> bias)
    {
        var packed = new PackedPanels(outputCount, depth, !bias.IsEmpty);
        PackRows(weights, outputCount, depth, packed._weights.Span);
        if (packed._bias is not null)
        {
            packed._bias.Span.Clear();
            bias.CopyTo(packed._bias.Span);
        }

        return packed;
    }

    /// <summary>From rows [outputs, depth] to panels; missing outputs of the last panel are +0.</summary>
    public static void PackRows(ReadOnlySpan<float> rows, int outputCount, int depth, Span<float> panels)
    {
        for (int first = 0; first < outputCount; first += 16)
        {
            int lanes = Math.Min(16, outputCount - first);
            Span<float> panel = panels.Slice(first * depth, 16 * depth);
            if (lanes < 16)
                panel.Clear();

            // Some columns of all sixteen rows at a time: what is read and what is written stays in the first cache.
            for (int k = 0; k < depth; k += PackDepth)
            {
                int columns = Math.Min(PackDepth, depth - k);
                for (int lane = 0; lane < lanes; lane++)
                    Scatter(rows.Slice(((first + lane) * depth) + k, columns), panel[((k * 16) + lane)..]);
            }
        }
    }

    private static void Scatter(ReadOnlySpan<float> row, Span<float> lane)
    {
        for (int k = 0; k < row.Length; k++)
            lane[k * 16] = row[k];
    }

    /// <summary>From columns [depth, outputs] to panels of the outputs from <paramref name="first"/> up to <paramref name="end"/>; missing ones are +0.</summary>
    public static void PackColumns(ReadOnlySpan<float> columns, int first, int end, int outputCount, int depth, Span<float> panels)
    {
        for (int output = first; output < end; output += 16)
        {
            int lanes = Math.Min(16, outputCount - output);
            Span<float> panel = panels.Slice((output - first) / 16 * 16 * depth, 16 * depth);
            for (int k = 0; k < depth; k++)
            {
                columns.Slice((k * outputCount) + output, lanes).CopyTo(panel[(k * 16)..]);
                panel.Slice((k * 16) + lanes, 16 - lanes).Clear();
            }
        }
    }

    private const int PackDepth = 128;
}
