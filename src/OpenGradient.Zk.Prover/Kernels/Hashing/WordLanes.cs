using System.Runtime.Intrinsics;

namespace OpenGradient.Zk.Prover.Kernels.Hashing;

/// <summary>What both widths need. They are of x86 alone, so a word in memory has its first byte lowest, as Keccak has it.</summary>
internal static class WordLanes
{
    /// <summary>The bytes of two words, in each the last one first.</summary>
    public static Vector128<byte> ReversedBytes => Vector128.Create((byte)7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8);
}
