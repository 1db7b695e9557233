using System.Buffers.Binary;
using System.Numerics;
using OpenGradient.Primitives;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Kernels.Hashing;

/// <summary>The smallest nonce that shows work, by several nonces at once and two threads.</summary>
internal static class NonceSearch
{
    /// <summary>Both halves of so many nonces are searched before it is asked which has one: the smallest wins, whoever was first.</summary>
    private const int BatchCount = 4096;

    public static ulong Find(Transcript transcript, int bitCount, CancellationToken cancellation)
    {
        for (ulong start = 0; ; start += BatchCount)
        {
            cancellation.ThrowIfCancellationRequested();
            (int? lower, int? upper) = (null, null);
            ulong batch = start;
            Halves.Run(
                () => lower = FindIn(transcript, bitCount, batch, 0, BatchCount / 2),
                () => upper = FindIn(transcript, bitCount, batch, BatchCount / 2, BatchCount));
            if ((lower ?? upper) is int found)
                return start + (ulong)found;
        }
    }

    /// <summary>With lanes of one width; the range is a multiple of them.</summary>
    public static int? FindIn<TWords>(ReadOnlySpan<byte> state, int bitCount, ulong start, int first, int end)
        where TWords : struct, IWordLanes<TWords>
    {
        WorkMessages messages = new(state.ToArray(), start);
        Span<TWords> words = new TWords[KeccakPermutation.WordCount];
        Span<TWords> next = new TWords[KeccakPermutation.WordCount];
        for (; first < end; first += TWords.Count)
        {
            words.Clear();
            MessageHasher.Absorb(messages, first, words, next);
            for (int lane = 0; lane < TWords.Count; lane++)
            {
                if (BitOperations.LeadingZeroCount(BinaryPrimitives.ReverseEndianness(words[0][lane])) >= bitCount)
                    return first + lane;
            }
        }

        return null;
    }

    private static int? FindIn(Transcript transcript, int bitCount, ulong start, int first, int end)
    {
        if (Words512.IsSupported)
            return FindIn<Words512>(transcript.State, bitCount, start, first, end);
        if (Words256.IsSupported)
            return FindIn<Words256>(transcript.State, bitCount, start, first, end);
        for (; first < end; first++)
        {
            if (transcript.IsWork(bitCount, start + (ulong)first))
                return first;
        }

        return null;
    }
}
