namespace OpenGradient.Kernels;

/// <summary>The weights of a convolution: for each group, its filters as <see cref="RowStrips"/>.</summary>
internal sealed class PackedFilters
{
    private readonly AlignedFloats _strips;

    private PackedFilters(AlignedFloats strips)
    {
        _strips = strips;
    }

    /// <summary>The strips of all groups.</summary>
    public ReadOnlySpan<float> Strips => _strips.Span[..^RowStrips.Slack];

    /// <summary>How many elements one group takes.</summary>
    public static int GroupElements(int groupOutputs, int depth) => RowStrips.ElementCount(groupOutputs, depth);

    /// <summary>Lays out weights [outputs, depth].</summary>
    public static PackedFilters Create(ReadOnlySpan<float> weights, int groupCount, int groupOutputs, int depth)
    {
        var strips = new AlignedFloats(checked((groupCount * GroupElements(groupOutputs, depth)) + RowStrips.Slack));
        strips.Span.Clear();
        Pack(weights, groupCount, groupOutputs, depth, strips.Span);
        return new PackedFilters(strips);
    }

    /// <summary>The same into memory of the caller.</summary>
    public static void Pack(ReadOnlySpan<float> weights, int groupCount, int groupOutputs, int depth, Span<float> strips)
    {
        int elements = GroupElements(groupOutputs, depth);
        for (int group = 0; group < groupCount; group++)
        {
            ReadOnlySpan<float> rows = weights.Slice(group * groupOutputs * depth, groupOutputs * depth);
            RowStrips.Pack(rows, depth, groupOutputs, depth, strips[(group * elements)..]);
        }
    }
}
