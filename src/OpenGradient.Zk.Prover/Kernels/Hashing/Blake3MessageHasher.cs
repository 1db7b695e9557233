using OpenGradient.Zk.Hashing;

namespace OpenGradient.Zk.Prover.Kernels.Hashing;

/// <summary>BLAKE3 of many messages of one length: <see cref="Blake3"/>, a lane each. The byte that other hashes put in front of a message says nothing here: a context does.</summary>
internal static class Blake3MessageHasher
{
    /// <summary>Hashes messages from the first on while there are enough for the lanes; returns where it stopped.</summary>
    /// <param name="hash">The hash, in its context.</param>
    /// <param name="messages">The messages.</param>
    /// <param name="first">The first of them to hash.</param>
    /// <param name="end">The one before which to stop.</param>
    /// <param name="digests">Of all messages, joined.</param>
    public static int Hash<TMessages>(Blake3 hash, TMessages messages, int first, int end, Span<byte> digests)
        where TMessages : struct, IMessages
    {
        if (Words512.IsSupported)
            first = Hash<HalfWords512, Words512, TMessages>(hash, messages, first, end, digests);
        if (Words256.IsSupported)
            first = Hash<HalfWords256, Words256, TMessages>(hash, messages, first, end, digests);
        return first;
    }

    /// <summary>The same with lanes of one width.</summary>
    public static int Hash<THalves, TWords, TMessages>(Blake3 hash, TMessages messages, int first, int end, Span<byte> digests)
        where THalves : struct, IHalfWordLanes<THalves, TWords>
        where TWords : struct, IWordLanes<TWords>
        where TMessages : struct, IMessages
    {
        Blake3LaneTree<THalves, TWords, TMessages> tree = new(hash, messages);
        Span<THalves> chained = new THalves[Blake3Compression.KeyWords];
        for (; first + THalves.Count <= end; first += THalves.Count)
        {
            tree.Chain(first, chained);
            THalves.Store(chained, digests.Slice(first * Blake3.DigestBytes, THalves.Count * Blake3.DigestBytes));
        }

        return first;
    }
}
