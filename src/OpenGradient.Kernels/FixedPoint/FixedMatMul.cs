using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>y[i,j] = Σ_k a[i,k] · b[k,j]: exact, 16-bit integers in, 64-bit integers out; neither operand is there before the run.</summary>
/// <remarks>Shapes: a [rows, depth], b [depth, outputs], y [rows, outputs]. Two rows of b side by side are the lanes of <see cref="PairSums"/>.</remarks>
internal readonly ref struct FixedMatMul : IWorkBody
{
    private readonly PairSums _sums;
    private readonly bool _isScalar;
    private readonly int _rowCount;
    private readonly int _outputCount;
    private readonly int _partRows;
    private readonly Span<long> _y;

    private FixedMatMul(PairSums sums, bool isScalar, int rowCount, int pairCount, int outputCount, Span<long> y)
    {
        _sums = sums;
        _isScalar = isScalar;
        _rowCount = rowCount;
        _outputCount = outputCount;
        _partRows = (int)Math.Clamp(PartProducts / Math.Max(1L, 2L * pairCount * outputCount * PairTile.Rows), 1, 1 + (rowCount / PairTile.Rows)) * PairTile.Rows;
        _y = y;
    }

    /// <summary>How much scratch memory a run takes.</summary>
    public static int ScratchElements(int rowCount, int depth, int outputCount)
    {
        int pairCount = (depth + 1) / 2;
        return checked((pairCount * (Padded(outputCount) + 2)) + (depth % 2 * rowCount * pairCount));
    }

    /// <summary>Runs.</summary>
    public static void Run(ReadOnlySpan<short> a, ReadOnlySpan<short> b, Span<long> y, int rowCount, int depth, int outputCount, Span<int> scratch, Workers workers)
    {
        int pairCount = (depth + 1) / 2;
        Span<int> lanes = scratch[..(pairCount * Padded(outputCount))];
        Span<int> offsets = scratch.Slice(lanes.Length, pairCount);
        Span<int> blockEnds = scratch.Slice(lanes.Length + pairCount, pairCount);
        ReadOnlySpan<short> rows = depth % 2 == 0 ? a : Even(a, rowCount, depth, MemoryMarshal.Cast<int, short>(scratch[(lanes.Length + (2 * pairCount))..]));
        Pair(b, depth, outputCount, lanes, offsets);
        int blockCount = Blocks(rows, rowCount, pairCount, blockEnds, out bool isScalar);
        var body = new FixedMatMul(new PairSums(rows, lanes, offsets, blockEnds[..blockCount]), isScalar, rowCount, pairCount, outputCount, y);
        workers.For(in body, (rowCount + body._partRows - 1) / body._partRows);
    }

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        Span<long> sums = stackalloc long[PairTile.Rows * PairTile.Lanes];
        int end = Math.Min(_rowCount, (part + 1) * _partRows);
        for (int row = part * _partRows; row < end; row += PairTile.Rows)
        {
            int rows = Math.Min(PairTile.Rows, end - row);
            for (int output = 0; output < _outputCount; output += PairTile.Lanes)
            {
                if (_isScalar)
                    _sums.RunScalar(row, rows, output, PairTile.Lanes, sums, PairTile.Lanes);
                else
                    _sums.Run(row, rows, output, PairTile.Lanes, sums, PairTile.Lanes);
                int count = Math.Min(PairTile.Lanes, _outputCount - output);
                for (int r = 0; r < rows; r++)
                    sums.Slice(r * PairTile.Lanes, count).CopyTo(_y[(((row + r) * _outputCount) + output)..]);
            }
        }
    }

    private static void Pair(ReadOnlySpan<short> b, int depth, int outputCount, Span<int> lanes, Span<int> offsets)
    {
        int pitch = Padded(outputCount);
        for (int pair = 0; pair < offsets.Length; pair++)
        {
            ReadOnlySpan<short> low = b.Slice(2 * pair * outputCount, outputCount);
            ReadOnlySpan<short> high = (2 * pair) + 1 < depth ? b.Slice(((2 * pair) + 1) * outputCount, outputCount) : default;
            LanePairs.Join(low, high, lanes.Slice(pair * pitch, outputCount));
            lanes.Slice((pair * pitch) + outputCount, pitch - outputCount).Clear();
            offsets[pair] = pair * pitch;
        }
    }

    /// <summary>One block if no row's magnitudes add up to more than a block may hold; else as long ones as any numbers allow.</summary>
    private static int Blocks(ReadOnlySpan<short> rows, int rowCount, int pairCount, Span<int> ends, out bool isScalar)
    {
        int largestSum = 0;
        for (int row = 0; row < rowCount; row++)
            largestSum = Math.Max(largestSum, PairBlocks.Sum(rows.Slice(row * 2 * pairCount, 2 * pairCount)));
        int largest = largestSum <= PairBlocks.Limit ? 0 : PairBlocks.Largest(rows);
        isScalar = largest > short.MaxValue; // two products of -32,768 and -32,768 leave 32 bits by themselves
        int length = largest == 0 ? pairCount : PairBlocks.Length(largest);
        int count = 0;
        for (int end = 0; end < pairCount;)
            ends[count++] = end = Math.Min(pairCount, end + length);
        return count;
    }

    private static ReadOnlySpan<short> Even(ReadOnlySpan<short> a, int rowCount, int depth, Span<short> even)
    {
        for (int row = 0; row < rowCount; row++)
        {
            a.Slice(row * depth, depth).CopyTo(even[(row * (depth + 1))..]);
            even[(row * (depth + 1)) + depth] = 0;
        }

        return even[..(rowCount * (depth + 1))];
    }

    private static int Padded(int outputCount) => checked((outputCount + PairTile.Lanes - 1) / PairTile.Lanes * PairTile.Lanes);

    private const long PartProducts = 1 << 20;
}
