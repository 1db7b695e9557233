using System.Runtime.InteropServices;
using OpenGradient.Primitives;

namespace OpenGradient.Zk.Prover.Kernels.Hashing;

/// <summary>Nodes of a tree: pairs of digests.</summary>
/// <param name="children">Digests, joined.</param>
internal readonly struct NodeMessages(byte[] children) : IMessages
{
    public byte Prefix => 0x01;

    public int WordCount => 2 * Keccak256.DigestBytes / sizeof(ulong);

    public TWords Word<TWords>(int first, int index)
        where TWords : struct, IWordLanes<TWords> => TWords.Gather(MemoryMarshal.Cast<byte, ulong>(children), (first * WordCount) + index, WordCount);
}
