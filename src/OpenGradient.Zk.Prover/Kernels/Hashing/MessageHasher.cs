using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using OpenGradient.Primitives;

namespace OpenGradient.Zk.Prover.Kernels.Hashing;

/// <summary>Keccak-256 of many messages of one length: <see cref="Keccak256"/>, a lane each.</summary>
internal static class MessageHasher
{
    private const int RateWords = Keccak256.RateBytes / sizeof(ulong);

    /// <summary>Hashes messages from the first on while there are enough for the lanes; returns where it stopped.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="first">The first of them to hash.</param>
    /// <param name="end">The one before which to stop.</param>
    /// <param name="digests">Of all messages, joined.</param>
    public static int Hash<TMessages>(TMessages messages, int first, int end, Span<byte> digests)
        where TMessages : struct, IMessages
    {
        if (Words512.IsSupported)
            first = Hash<Words512, TMessages>(messages, first, end, digests);
        if (Words256.IsSupported)
            first = Hash<Words256, TMessages>(messages, first, end, digests);
        return first;
    }

    /// <summary>The same with lanes of one width.</summary>
    public static int Hash<TWords, TMessages>(TMessages messages, int first, int end, Span<byte> digests)
        where TWords : struct, IWordLanes<TWords>
        where TMessages : struct, IMessages
    {
        Span<TWords> state = new TWords[KeccakPermutation.WordCount];
        Span<TWords> next = new TWords[KeccakPermutation.WordCount];
        for (; first + TWords.Count <= end; first += TWords.Count)
        {
            state.Clear();
            Absorb(messages, first, state, next);
            for (int lane = 0; lane < TWords.Count; lane++)
            {
                Span<byte> digest = digests.Slice((first + lane) * Keccak256.DigestBytes, Keccak256.DigestBytes);
                for (int word = 0; word < Keccak256.DigestBytes / sizeof(ulong); word++)
                    BinaryPrimitives.WriteUInt64LittleEndian(digest[(word * sizeof(ulong))..], state[word][lane]);
            }
        }

        return first;
    }

    /// <summary>The prefix moves every word by a byte: the last one of each is carried into the next word of the state.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Absorb<TWords, TMessages>(TMessages messages, int first, Span<TWords> state, Span<TWords> next)
        where TWords : struct, IWordLanes<TWords>
        where TMessages : struct, IMessages
    {
        TWords carried = TWords.Create(messages.Prefix);
        int at = 0;
        for (int index = 0; index < messages.WordCount; index++)
        {
            TWords word = messages.Word<TWords>(first, index);
            state[at] ^= carried ^ (word << 8);
            carried = word >> 56;
            if (++at == RateWords)
            {
                KeccakLanes.Apply(state, next);
                at = 0;
            }
        }

        state[at] ^= carried ^ TWords.Create(0x0100); // the padding begins behind the carried byte
        state[RateWords - 1] ^= TWords.Create(0x80UL << 56);
        KeccakLanes.Apply(state, next);
    }
}
