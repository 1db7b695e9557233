using System.Runtime.InteropServices;
using OpenGradient.Primitives;

namespace OpenGradient.Zk.Prover.Kernels.Hashing;

/// <summary>A transcript's state and a nonce, for each nonce from one on.</summary>
internal readonly struct WorkMessages(byte[] state, ulong start) : IMessages
{
    private const int StateWords = Keccak256.DigestBytes / sizeof(ulong);

    public byte Prefix => 0x03;

    public int WordCount => StateWords + 1;

    public TWords Word<TWords>(int first, int index)
        where TWords : struct, IWordLanes<TWords> =>
        index < StateWords ? TWords.Create(MemoryMarshal.Cast<byte, ulong>(state)[index]) : TWords.Sequence(start + (ulong)first).ReverseBytes();
}
