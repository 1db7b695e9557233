using System.Collections.Immutable;
using System.Numerics;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Circuits;

/// <summary>Blocks of 2^n elements, one behind the other by falling n, so that each begins at a multiple of its length; proof-1 section 10.</summary>
internal sealed class ColumnLayout
{
    private readonly ImmutableArray<int> _logLengths;
    private readonly ImmutableArray<long> _offsets;

    /// <param name="logLengths">n of each block, in their order.</param>
    /// <param name="leastVariableCount">There is at least so much room.</param>
    public ColumnLayout(ImmutableArray<int> logLengths, int leastVariableCount = 0)
    {
        _logLengths = logLengths;
        long[] offsets = new long[logLengths.Length];
        long end = 0;
        foreach (int block in Enumerable.Range(0, logLengths.Length).OrderByDescending(block => logLengths[block])) // stable
        {
            offsets[block] = end;
            end += 1L << logLengths[block];
        }

        _offsets = [.. offsets];
        VariableCount = Math.Max(leastVariableCount, end <= 1 ? 0 : BitOperations.Log2((ulong)end - 1) + 1);
    }

    /// <summary>Of the whole: 2^this elements hold all blocks.</summary>
    public int VariableCount { get; }

    public int BlockCount => _offsets.Length;

    public long OffsetOf(int block) => _offsets[block];

    /// <summary>n of a block of 2^n elements.</summary>
    public int LogLengthOf(int block) => _logLengths[block];

    /// <summary>eq of the block's place and the first coordinates of a point.</summary>
    public TExtension PlaceWeight<TExtension>(int block, ReadOnlySpan<TExtension> point)
        where TExtension : struct, IExtension<TExtension>
    {
        int placeBits = VariableCount - _logLengths[block];
        long place = _offsets[block] >> _logLengths[block];
        TExtension product = TExtension.One;
        for (int index = 0; index < placeBits; index++)
            product *= ((place >> (placeBits - 1 - index)) & 1) == 1 ? point[index] : TExtension.One - point[index];
        return product;
    }

    /// <summary>The coordinates of a point that lie inside of the block.</summary>
    public ReadOnlySpan<TExtension> Inside<TExtension>(int block, ReadOnlySpan<TExtension> point)
        where TExtension : struct, IExtension<TExtension> => point[(VariableCount - _logLengths[block])..];
}
