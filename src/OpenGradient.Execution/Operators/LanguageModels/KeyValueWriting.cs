using OpenGradient.Execution.LanguageModels;
using OpenGradient.Kernels;

namespace OpenGradient.Execution.Operators;

/// <summary>Brings keys and values of a text's rows, a head at a time, into its cache.</summary>
internal readonly ref struct KeyValueWriting(KeyValueLayout layout, ReadOnlySpan<BatchSegment> segments, ReadOnlySpan<float> keys, ReadOnlySpan<float> values) : IWorkBody
{
    private readonly ReadOnlySpan<BatchSegment> _segments = segments;
    private readonly ReadOnlySpan<float> _keys = keys;
    private readonly ReadOnlySpan<float> _values = values;

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        BatchSegment segment = _segments[part / layout.HeadCount];
        int head = part % layout.HeadCount;
        if (segment.RowCount == 1 && head + 1 < layout.HeadCount)
            layout.PrefetchKeys(segment.Text.Pages, segment.FirstPosition, head + 1);
        for (int row = 0; row < segment.RowCount; row++)
        {
            int at = (((segment.FirstRow + row) * layout.HeadCount) + head) * layout.HeadDim;
            layout.Write(segment.Text.Pages, segment.FirstPosition + row, head, _keys.Slice(at, layout.HeadDim), _values.Slice(at, layout.HeadDim));
        }
    }
}
