using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>The blocks of a cache, within a fixed number: free, held by texts, or kept because a later text may begin in the same way.</summary>
/// <remarks>
/// A published block is found by what its prefix hashes to. When nobody holds it, it is kept until its memory is needed; the one that
/// was let go first goes first. Memory is taken when it is first needed and never more than the limit. Not for use by two threads.
/// </remarks>
internal sealed class CacheBlockPool(int blockElements, int blockLimit)
{
    private readonly Stack<CacheBlock> _free = [];
    private readonly Dictionary<Digest, CacheBlock> _published = [];
    private readonly LinkedList<CacheBlock> _idle = []; // published and not held, the first let go first
    private int _blockCount;

    /// <summary>A pool without limit, for one text.</summary>
    public static CacheBlockPool Unlimited(CacheLayout layout) => new(layout.BlockElements, int.MaxValue);

    /// <summary>The most blocks there may be.</summary>
    public int BlockLimit => blockLimit;

    /// <summary>How many blocks could be taken now.</summary>
    public int AvailableCount => blockLimit - _blockCount + _free.Count + _idle.Count;

    /// <summary>How many blocks have memory.</summary>
    public int BlockCount => _blockCount;

    /// <summary>A block with one holder; its elements are undefined, the padding of values is +0. False if all are held.</summary>
    public bool TryTake([NotNullWhen(true)] out CacheBlock? block)
    {
        if (!_free.TryPop(out block))
            block = _blockCount < blockLimit ? Allocate() : Evict();
        if (block is not null)
            block.HolderCount = 1;
        return block is not null;
    }

    /// <summary>The published block with this prefix, with one holder more; null if there is none.</summary>
    public CacheBlock? Find(Digest prefix)
    {
        if (!_published.TryGetValue(prefix, out CacheBlock? block))
            return null;
        if (block.HolderCount++ == 0)
            _idle.Remove(block.Idle);
        return block;
    }

    /// <summary>Whether a block with this prefix is there.</summary>
    public bool Has(Digest prefix) => _published.ContainsKey(prefix);

    /// <summary>Lets others find a complete block. If one of the same content is there already, that one is returned and takes its place.</summary>
    public CacheBlock Publish(Digest prefix, CacheBlock block)
    {
        if (Find(prefix) is { } known)
        {
            Release(block);
            return known;
        }

        block.Prefix = prefix;
        _published.Add(prefix, block);
        return block;
    }

    /// <summary>Takes one holder away.</summary>
    public void Release(CacheBlock block)
    {
        if (--block.HolderCount > 0)
            return;
        if (block.Prefix is null)
            _free.Push(block);
        else
            _idle.AddLast(block.Idle);
    }

    private CacheBlock Allocate()
    {
        var block = new CacheBlock(blockElements);
        _blockCount++;
        return block;
    }

    private CacheBlock? Evict()
    {
        if (_idle.First is not { Value: { } block } first)
            return null;
        _idle.Remove(first);
        _published.Remove(block.Prefix!.Value);
        block.Prefix = null;
        return block;
    }
}
