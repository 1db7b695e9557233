using System.Runtime.InteropServices;
using OpenGradient.Kernels;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>Whose rows a run of a causal Program is made of: stretches of several texts, one behind the other.</summary>
/// <remarks>
/// Every step works row by row but for those that look at positions; they ask here which text a row belongs to. A run that was not
/// given segments reads one text of its own, which is forgotten afterwards.
/// </remarks>
internal sealed class CausalBatch
{
    private readonly CacheLayout _layout;
    private readonly CausalText _own;
    private readonly List<BatchSegment> _segments = [];
    private readonly List<int> _wantedRows = [];
    private bool _isOwn = true;

    public CausalBatch(CacheLayout layout)
    {
        _layout = layout;
        _own = new CausalText(CacheBlockPool.Unlimited(layout));
    }

    /// <summary>What is traced of the rows.</summary>
    public RowLeaves Leaves { get; } = new();

    /// <summary>Whether only the logits of <see cref="WantedRows"/> are asked for.</summary>
    public bool SelectsRows => !_isOwn;

    /// <summary>The rows whose logits are asked for, ascending.</summary>
    public ReadOnlySpan<int> WantedRows => CollectionsMarshal.AsSpan(_wantedRows);

    /// <summary>How many rows all segments have.</summary>
    public int RowCount { get; private set; }

    /// <summary>Where the keys and values of an attention step lie in a block.</summary>
    public KeyValueLayout Layout(int step) => _layout[step];

    /// <summary>The segments of a run, in the order of their rows; room for their keys and values is made.</summary>
    /// <param name="rowCount">How many rows the run has.</param>
    public ReadOnlySpan<BatchSegment> Segments(int rowCount)
    {
        if (_isOwn)
        {
            _own.TryReserve(rowCount);
            _segments.Clear();
            _segments.Add(new BatchSegment(_own, 0, rowCount));
        }

        return CollectionsMarshal.AsSpan(_segments);
    }

    /// <summary>Adds rows of a text, which has room for them.</summary>
    /// <param name="text">The text; the rows follow those that it has read.</param>
    /// <param name="rowCount">How many.</param>
    /// <param name="wantsLogits">Whether the logits of the last of them are asked for.</param>
    public void Add(CausalText text, int rowCount, bool wantsLogits)
    {
        _segments.Add(new BatchSegment(text, RowCount, rowCount));
        RowCount += rowCount;
        if (wantsLogits)
            _wantedRows.Add(RowCount - 1);
    }

    /// <summary>Begins a run of segments, none so far.</summary>
    public void Begin()
    {
        _isOwn = false;
        _segments.Clear();
        _wantedRows.Clear();
        RowCount = 0;
    }

    /// <summary>The run over a text of its own is done: the trace.</summary>
    public RunTrace CompleteOwn(int rowCount, Workers workers)
    {
        _own.TryReserve(rowCount);
        _own.Advance(Leaves.Complete(rowCount, workers));
        return new RunTrace(_own.Trace.Root(), _own.Trace.LeafCount);
    }

    /// <summary>Forgets the text of its own; memory is kept.</summary>
    public void ResetOwn() => _own.Reset();
}
