using System.Runtime.InteropServices;
using OpenGradient.Kernels;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>A text that a causal Program is reading: how many positions it has read, their keys and values, their trace.</summary>
/// <remarks>Not for use by two threads.</remarks>
internal sealed class CausalText(CacheBlockPool pool)
{
    private readonly List<CacheBlock> _blocks = [];
    private readonly List<float[]> _pages = []; // the elements of each block

    /// <summary>How many positions were read.</summary>
    public int Position { get; private set; }

    /// <summary>The trace over the positions read.</summary>
    public CausalTrace Trace { get; } = new();

    /// <summary>The keys and values, 32 positions each; see <see cref="KeyValueLayout"/>.</summary>
    public ReadOnlySpan<float[]> Pages => CollectionsMarshal.AsSpan(_pages);

    /// <summary>How many blocks it holds.</summary>
    public int BlockCount => _blocks.Count;

    /// <summary>Makes room for so many positions in all; false if the pool has too few blocks.</summary>
    public bool TryReserve(int positionCount)
    {
        while ((long)_blocks.Count * KeyValueLayout.BlockPositions < positionCount)
        {
            if (!pool.TryTake(out CacheBlock? block))
                return false;
            Add(block);
        }

        return true;
    }

    /// <summary>Goes on by rows that were read: their leaves.</summary>
    public void Advance(ReadOnlySpan<Digest> leaves)
    {
        foreach (Digest leaf in leaves)
        {
            Trace.Append(leaf);
            Position++;
            if (Position % KeyValueLayout.BlockPositions == 0)
                _blocks[(Position / KeyValueLayout.BlockPositions) - 1].SegmentRoot = Trace.LastSegment;
        }
    }

    /// <summary>Goes on by the published block with this prefix, if there is one: its positions need not be read again.</summary>
    public bool TryReuse(Digest prefix)
    {
        if (pool.Find(prefix) is not { } block)
            return false;
        Add(block);
        Trace.AppendSegment(block.SegmentRoot);
        Position += KeyValueLayout.BlockPositions;
        return true;
    }

    /// <summary>Lets other texts find a complete block.</summary>
    public void Publish(int index, Digest prefix)
    {
        _blocks[index] = pool.Publish(prefix, _blocks[index]);
        _pages[index] = _blocks[index].Elements;
    }

    /// <summary>Gives the blocks back; the trace stays.</summary>
    public void Release()
    {
        // The last first: a beginning without its end is of use to others, an end without its beginning is not.
        for (int index = _blocks.Count - 1; index >= 0; index--)
            pool.Release(_blocks[index]);
        _blocks.Clear();
        _pages.Clear();
    }

    /// <summary>Gives the blocks back and starts anew.</summary>
    public void Reset()
    {
        Release();
        Position = 0;
        Trace.Reset();
    }

    private void Add(CacheBlock block)
    {
        _blocks.Add(block);
        _pages.Add(block.Elements);
    }
}
