namespace OpenGradient.Kernels;

/// <summary>The weights of a convolution, laid out for its kernels: for each group, its filters as <see cref="FilterStrips"/>, or one after the other if there are few.</summary>
internal sealed class PackedFilters
{
    private readonly AlignedElements<float> _filters;

    private PackedFilters(AlignedElements<float> filters)
    {
        _filters = filters;
    }

    /// <summary>The filters of all groups.</summary>
    public ReadOnlySpan<float> Filters => _filters.Span;

    /// <summary>Whether a group has so few filters that windows fill the lanes, not outputs.</summary>
    public static bool IsNarrow(int groupOutputs) => groupOutputs <= MostNarrow;

    /// <summary>How many elements one group takes.</summary>
    public static int GroupElements(int groupOutputs, int depth) =>
        IsNarrow(groupOutputs) ? checked(groupOutputs * depth) : FilterStrips.ElementCount(groupOutputs, depth);

    /// <summary>Lays out weights [outputs, depth].</summary>
    public static PackedFilters Create(ReadOnlySpan<float> weights, int groupCount, int groupOutputs, int depth)
    {
        var filters = new AlignedElements<float>(checked(groupCount * GroupElements(groupOutputs, depth)));
        Pack(weights, groupCount, groupOutputs, depth, filters.Span);
        return new PackedFilters(filters);
    }

    /// <summary>The same into memory of the caller.</summary>
    public static void Pack(ReadOnlySpan<float> weights, int groupCount, int groupOutputs, int depth, Span<float> filters)
    {
        if (IsNarrow(groupOutputs))
        {
            weights.CopyTo(filters);
            return;
        }

        int elements = GroupElements(groupOutputs, depth);
        for (int group = 0; group < groupCount; group++)
            FilterStrips.Pack(weights.Slice(group * groupOutputs * depth, groupOutputs * depth), groupOutputs, depth, filters.Slice(group * elements, elements));
    }

    private const int MostNarrow = 4;
}
