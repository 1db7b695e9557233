using OpenGradient.Execution.LanguageModels;
using OpenGradient.Kernels;

namespace OpenGradient.Execution.Operators;

/// <summary>Rows of heads, text by text, the rows of one head one after the other: they read the same keys and values.</summary>
internal readonly ref struct CausalAttentionParts(
    CausalAttentionForm form, KeyValueLayout layout, ReadOnlySpan<BatchSegment> segments, ReadOnlySpan<float> query, Span<float> output, Span<float> scratch) : IWorkBody
{
    private readonly ReadOnlySpan<BatchSegment> _segments = segments;
    private readonly ReadOnlySpan<float> _query = query;
    private readonly Span<float> _output = output;
    private readonly Span<float> _scratch = scratch;

    /// <summary>Scores and values of the rows that are taken together.</summary>
    public static int ScratchElements(KeyValueLayout layout, ReadOnlySpan<BatchSegment> segments)
    {
        int positionCount = 0;
        foreach (BatchSegment segment in segments)
            positionCount = Math.Max(positionCount, segment.EndPosition);
        return checked(AttentionFourKernel.RowCount * (((positionCount + 63) & ~63) + layout.PaddedHeadDim));
    }

    /// <summary>How many parts there are; no part has rows of two texts.</summary>
    public int Count
    {
        get
        {
            int count = 0;
            foreach (BatchSegment segment in _segments)
                count += CountIn(segment);
            return count;
        }
    }

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        int index = 0;
        for (; part >= CountIn(_segments[index]); index++)
            part -= CountIn(_segments[index]);
        BatchSegment segment = _segments[index];
        int elements = ScratchElements(layout, _segments);
        Span<float> mixed = _scratch.Slice(participant * elements, AttentionFourKernel.RowCount * layout.PaddedHeadDim);
        Span<float> scores = _scratch.Slice((participant * elements) + mixed.Length, elements - mixed.Length);
        int pairsInPart = PairsInPart(segment);
        int end = Math.Min(segment.RowCount * form.HeadCount, (part + 1) * pairsInPart);
        for (int pair = part * pairsInPart; pair < end;)
            pair += Attend(segment, pair / segment.RowCount, pair % segment.RowCount, end - pair, scores, mixed);
    }

    private int CountIn(BatchSegment segment) => ((segment.RowCount * form.HeadCount) + PairsInPart(segment) - 1) / PairsInPart(segment);

    private int PairsInPart(BatchSegment segment) => Math.Max(AttentionFourKernel.RowCount, PartProducts / (Math.Max(1, segment.EndPosition) * form.HeadDim));

    /// <summary>Four rows of a head, if it has so many left and there is a position that all see, or one; returns how many.</summary>
    private int Attend(BatchSegment segment, int head, int row, int pairsLeft, Span<float> scores, Span<float> mixed)
    {
        int at = (((segment.FirstRow + row) * form.HeadCount) + head) * form.HeadDim;
        int count = segment.FirstPosition + row + 1;
        int rowsLeft = Math.Min(pairsLeft, segment.RowCount - row);
        if (rowsLeft >= AttentionFourKernel.RowCount && form.FirstSeen(count + AttentionFourKernel.RowCount - 1) < count)
        {
            AttendFour(segment, head, at, count, scores, mixed);
            return AttentionFourKernel.RowCount;
        }

        int kvHead = KvHead(head);
        if (rowsLeft == 1 && pairsLeft > 1 && KvHead(head + 1) != kvHead)
        {
            layout.PrefetchKeys(segment.Text.Pages, count - 1, kvHead + 1);
            layout.PrefetchValues(segment.Text.Pages, count - 1, kvHead + 1);
        }

        LaneDispatch.Run(new AttentionKernel(
            _query.Slice(at, form.HeadDim), segment.Text.Pages, layout.KeysAt(kvHead), layout.ValuesAt(kvHead), form.FirstSeen(count), count, form.Scale, form.Cap, scores, mixed[..layout.PaddedHeadDim]));
        mixed[..form.HeadDim].CopyTo(_output[at..]);
        return 1;
    }

    private void AttendFour(BatchSegment segment, int head, int at, int count, Span<float> scores, Span<float> mixed)
    {
        int step = form.HeadCount * form.HeadDim;
        int kvHead = KvHead(head);
        ReadOnlySpan<int> first = [form.FirstSeen(count), form.FirstSeen(count + 1), form.FirstSeen(count + 2), form.FirstSeen(count + 3)];
        LaneDispatch.Run(new AttentionFourKernel(
            _query[at..], step, form.HeadDim, segment.Text.Pages, layout.KeysAt(kvHead), layout.ValuesAt(kvHead), first, count, form.Scale, form.Cap, scores, mixed));
        for (int row = 0; row < AttentionFourKernel.RowCount; row++)
            mixed.Slice(row * layout.PaddedHeadDim, form.HeadDim).CopyTo(_output[(at + (row * step))..]);
    }

    private int KvHead(int head) => head / (form.HeadCount / form.KvHeadCount);

    private const int PartProducts = 1 << 17; // some 10 µs
}
