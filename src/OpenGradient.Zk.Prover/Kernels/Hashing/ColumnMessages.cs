using System.Runtime.InteropServices;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Prover.Kernels.Hashing;

/// <summary>Leaves: columns of elements, each in eight bytes, the most significant first.</summary>
/// <param name="columns">[columns, rows]</param>
/// <param name="rowCount">Elements of a column.</param>
internal readonly struct ColumnMessages(Goldilocks[] columns, int rowCount) : IMessages
{
    public byte Prefix => 0x00;

    public int WordCount => rowCount;

    public TWords Word<TWords>(int first, int index)
        where TWords : struct, IWordLanes<TWords> => TWords.Gather(MemoryMarshal.Cast<Goldilocks, ulong>(columns), (first * rowCount) + index, rowCount).ReverseBytes();
}
