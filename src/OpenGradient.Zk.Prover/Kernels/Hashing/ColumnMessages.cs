using System.Runtime.InteropServices;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Prover.Kernels.Hashing;

/// <summary>Leaves: the columns of a matrix, each element in eight bytes, the most significant first.</summary>
/// <param name="matrix">[rows, columns]</param>
/// <param name="columnCount">Elements of a row.</param>
internal readonly struct ColumnMessages(Goldilocks[] matrix, int columnCount) : IMessages
{
    public byte Prefix => 0x00;

    public int WordCount => matrix.Length / columnCount;

    public TWords Word<TWords>(int first, int index)
        where TWords : struct, IWordLanes<TWords> => TWords.Load(MemoryMarshal.Cast<Goldilocks, ulong>(matrix), (index * columnCount) + first).ReverseBytes();
}
