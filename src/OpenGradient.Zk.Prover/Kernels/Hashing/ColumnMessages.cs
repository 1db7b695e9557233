using System.Runtime.InteropServices;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Prover.Kernels.Hashing;

/// <summary>Leaves: the columns of a matrix, each element in eight bytes, the most significant first.</summary>
/// <param name="matrix">[rows, columns]</param>
/// <param name="columnCount">Elements of a row.</param>
/// <param name="rowCount">Elements of a column: those behind the matrix are zeros.</param>
internal readonly struct ColumnMessages(Goldilocks[] matrix, int columnCount, int rowCount) : IMessages
{
    public byte Prefix => 0x00;

    public int WordCount => rowCount;

    public TWords Word<TWords>(int first, int index)
        where TWords : struct, IWordLanes<TWords> =>
        index < matrix.Length / columnCount ? TWords.Load(MemoryMarshal.Cast<Goldilocks, ulong>(matrix), (index * columnCount) + first).ReverseBytes() : default;
}
