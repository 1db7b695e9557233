using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>The sixteen words of one block of each lane, from bytes.</summary>
internal static class BlockWords<TWords>
    where TWords : unmanaged, IHashWords<TWords>
{
    /// <summary>From [lane, word] big-endian to [word, lane]: squares of four lanes by four words are turned in registers.</summary>
    /// <param name="block">64 bytes for each lane.</param>
    /// <param name="laneBytes">From the block of one lane to that of the next.</param>
    /// <param name="words">Sixteen.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Read(ref byte block, nint laneBytes, ref TWords words)
    {
        for (int word = 0; word < 16; word += 4)
        {
            TWords a = TWords.LoadFours(in block, laneBytes);
            TWords b = TWords.LoadFours(in Unsafe.Add(ref block, laneBytes), laneBytes);
            TWords c = TWords.LoadFours(in Unsafe.Add(ref block, 2 * laneBytes), laneBytes);
            TWords d = TWords.LoadFours(in Unsafe.Add(ref block, 3 * laneBytes), laneBytes);
            TWords ab = TWords.InterleaveLow(a, b);
            TWords cd = TWords.InterleaveLow(c, d);
            Unsafe.Add(ref words, word) = TWords.JoinLow(ab, cd);
            Unsafe.Add(ref words, word + 1) = TWords.JoinHigh(ab, cd);
            ab = TWords.InterleaveHigh(a, b);
            cd = TWords.InterleaveHigh(c, d);
            Unsafe.Add(ref words, word + 2) = TWords.JoinLow(ab, cd);
            Unsafe.Add(ref words, word + 3) = TWords.JoinHigh(ab, cd);
            block = ref Unsafe.Add(ref block, 16);
        }
    }

    /// <summary>A byte before the block: all words move on by a byte, and the last byte falls out.</summary>
    public static void Prepend(byte prefix, ref TWords words)
    {
        TWords before = TWords.Create((uint)prefix << 24);
        for (int word = 0; word < 16; word++)
        {
            TWords own = Unsafe.Add(ref words, word);
            Unsafe.Add(ref words, word) = before + TWords.ShiftRight8(own);
            before = TWords.ShiftLeft24(own);
        }
    }

    /// <summary>The end of a message whose bytes but one fill whole blocks: that byte, which is the last of these words, 0x80 and the length (FIPS 180-4 §5.1.1).</summary>
    public static void Close(uint messageBits, ref TWords words)
    {
        words = TWords.ShiftLeft24(Unsafe.Add(ref words, 15)) + TWords.Create(0x0080_0000);
        for (int word = 1; word < 15; word++)
            Unsafe.Add(ref words, word) = TWords.Create(0);
        Unsafe.Add(ref words, 15) = TWords.Create(messageBits);
    }
}
