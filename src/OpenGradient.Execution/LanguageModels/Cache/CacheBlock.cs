using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>Keys and values of 32 positions, all layers; once complete, also the root over their leaves of the trace.</summary>
internal sealed class CacheBlock
{
    public CacheBlock(int elementCount)
    {
        Elements = new float[elementCount];
        Idle = new LinkedListNode<CacheBlock>(this);
    }

    /// <summary>As <see cref="CacheLayout"/> says; not written any more once the block is published.</summary>
    public float[] Elements { get; }

    /// <summary>How many texts read it.</summary>
    public int HolderCount { get; set; }

    /// <summary>The root over the 32 leaves of its positions; set when all of them were read.</summary>
    public Digest SegmentRoot { get; set; }

    /// <summary>What it is found by: the tokens up to its end; null if it is nobody's but its holder's.</summary>
    public Digest? Prefix { get; set; }

    /// <summary>Its place among the published blocks that nobody holds.</summary>
    public LinkedListNode<CacheBlock> Idle { get; }
}
