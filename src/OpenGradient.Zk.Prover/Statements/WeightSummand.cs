using System.Collections.Immutable;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Commitments;
using OpenGradient.Zk.Prover.Kernels;
using OpenGradient.Zk.Prover.Sumcheck;

namespace OpenGradient.Zk.Prover.Statements;

/// <summary>g(x) = P(x) w(x), P being weights of 16 bits and w the weights of claims about their pieces.</summary>
/// <remarks>
/// A table of either would be many times as large as what it is made from. So in the first rounds both are made again, tile by tile, each time with the variables bound so far; when
/// what is left is small enough, it becomes two tables.
/// </remarks>
internal sealed class WeightSummand<TExtension> : ISummand<TExtension>
    where TExtension : struct, IExtension<TExtension>
{
    /// <summary>Tables of so many numbers are made: larger ones take longer to write than to make again.</summary>
    private const int LogTableElements = 25;

    private const int LogTileElements = 11;

    private readonly ShortCells _cells;
    private readonly ImmutableArray<PieceWeights<TExtension>> _pieces;
    private readonly CancellationToken _cancellation;
    private TExtension[] _bound = [TExtension.One]; // eq of what the first variables are bound to
    private ISummand<TExtension>? _tables;

    /// <param name="cells">P.</param>
    /// <param name="variableCount">P has 2^this elements.</param>
    /// <param name="pieces">w.</param>
    /// <param name="cancellation">Is looked at between tiles.</param>
    public WeightSummand(ShortCells cells, int variableCount, ImmutableArray<PieceWeights<TExtension>> pieces, CancellationToken cancellation)
    {
        (_cells, VariableCount, _cancellation) = (cells, variableCount, cancellation);
        _pieces = pieces.Sort(static (x, y) => x.Start.CompareTo(y.Start));
    }

    public int VariableCount { get; private set; }

    public int Degree => 2;

    public TExtension ValueOf(int table) => _tables!.ValueOf(table);

    public void SumRound(Span<TExtension> values)
    {
        if (_tables is not null)
        {
            _tables.SumRound(values);
            return;
        }

        var (lower, upper) = (new TExtension[2], new TExtension[2]);
        int tileCount = 1 << (VariableCount - 1 - LogTile);
        Halves.Run(() => SumTiles(0, tileCount / 2, lower), () => SumTiles(tileCount / 2, tileCount, upper));
        _cancellation.ThrowIfCancellationRequested();
        (values[0], values[1]) = (lower[0] + upper[0], lower[1] + upper[1]);
    }

    public void Bind(TExtension challenge)
    {
        VariableCount--;
        if (_tables is not null)
        {
            _tables.Bind(challenge);
            return;
        }

        _bound = [.. _bound.SelectMany(value => (TExtension[])[value - (value * challenge), value * challenge])];
        if (VariableCount <= LogTableElements)
            MakeTables();
    }

    private int LogTile => Math.Min(LogTileElements, VariableCount - 1);

    /// <summary>Adds what tiles of the first half, with those of the second, give of the round at 0 and 2.</summary>
    private void SumTiles(int first, int end, TExtension[] values)
    {
        int length = 1 << LogTile;
        long[] integers = new long[length];
        var (p, w, sums) = (new TExtension[2 * length], new TExtension[2 * length], new TExtension[2]);
        for (int tile = first; tile < end && !_cancellation.IsCancellationRequested; tile++)
        {
            p.AsSpan().Clear();
            w.AsSpan().Clear();
            int upper = (tile << LogTile) + (1 << (VariableCount - 1));
            if (!Fill(tile << LogTile, integers, p, w, 0) & !Fill(upper, integers, p, w, length))
                continue;
            BulkArithmetic<TExtension>.Instance.Product(p, w).SumRound(sums);
            (values[0], values[1]) = (values[0] + sums[0], values[1] + sums[1]);
        }
    }

    private void MakeTables()
    {
        TExtension[] p = GC.AllocateUninitializedArray<TExtension>(1 << VariableCount);
        TExtension[] w = GC.AllocateUninitializedArray<TExtension>(1 << VariableCount);
        int logTile = Math.Min(LogTileElements, VariableCount);
        int tileCount = 1 << (VariableCount - logTile);
        Halves.Run(() => FillTiles(0, tileCount / 2), () => FillTiles(tileCount / 2, tileCount));
        _cancellation.ThrowIfCancellationRequested();
        _tables = BulkArithmetic<TExtension>.Instance.Product(p, w);

        void FillTiles(int first, int end)
        {
            long[] integers = new long[1 << logTile];
            for (int tile = first; tile < end && !_cancellation.IsCancellationRequested; tile++)
            {
                // Written before it is added to: a new page that is read first costs two faults, and at the second the other core has to be told.
                p.AsSpan(tile << logTile, integers.Length).Clear();
                w.AsSpan(tile << logTile, integers.Length).Clear();
                Fill(tile << logTile, integers, p, w, tile << logTile);
            }
        }
    }

    /// <summary>Adds P and w to tables, at as many places from one on as there is room for integers, with the first variables bound; false if P is 0 there.</summary>
    private bool Fill(int first, long[] integers, TExtension[] p, TExtension[] w, int at)
    {
        bool isFilled = false;
        for (int index = 0; index < _bound.Length; index++)
        {
            int place = (index << VariableCount) + first;
            if (place >= _cells.Count)
                break;
            isFilled = true;
            _cells.Widen(place, integers);
            if (_bound.Length == 1)
                BulkArithmetic<TExtension>.Instance.Embed(integers, 0, p, at, integers.Length);
            else
                BulkArithmetic<TExtension>.Instance.AddScaled(p, at, _bound[index], integers, 0, integers.Length);
            for (int piece = FirstPieceAt(place); piece < _pieces.Length && _pieces[piece].Start < place + integers.Length; piece++)
                _pieces[piece].AddTo(w, at, place, integers.Length, _bound[index]);
        }

        return isFilled;
    }

    /// <summary>The first piece that begins at a place or behind it, or the one that the place lies in, the first of several claims.</summary>
    private int FirstPieceAt(int place)
    {
        (int low, int high) = (0, _pieces.Length);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _pieces[middle].End <= place ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
