using System.Runtime.InteropServices;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Prover.Kernels.Hashing;

/// <summary>Leaves: the fibres of a code word, each coefficient in eight bytes, the most significant first.</summary>
/// <param name="word">The code word.</param>
/// <param name="fibreCount">So far apart are the elements of a fibre.</param>
internal readonly struct FibreMessages(QuadraticExtension[] word, int fibreCount) : IMessages
{
    public byte Prefix => 0x00;

    public int WordCount => word.Length / fibreCount * QuadraticExtension.Degree;

    public TWords Word<TWords>(int first, int index)
        where TWords : struct, IWordLanes<TWords> =>
        TWords.Gather(MemoryMarshal.Cast<QuadraticExtension, ulong>(word), ((((index / 2) * fibreCount) + first) * 2) + (index % 2), 2).ReverseBytes();
}
