using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Commitments;
using OpenGradient.Zk.Prover.Kernels;
using OpenGradient.Zk.Prover.Sumcheck;

namespace OpenGradient.Zk.Prover.Statements;

/// <summary>g(x) = P(x) w(x), P being weights of 16 bits and w the weights of claims about their pieces.</summary>
/// <remarks>
/// A table of either would be many times as large as what it is made from. So the first rounds are those of <see cref="BlockProducts{TExtension}"/>, which reads weights as they are; when
/// what is left is small enough, it becomes two tables.
/// </remarks>
internal sealed class WeightSummand<TExtension> : ISummand<TExtension>
    where TExtension : struct, IExtension<TExtension>
{
    /// <summary>Tables of so many numbers are made: larger ones take longer to write than products of more blocks.</summary>
    private const int LogTableElements = 23;

    private const int LogTileElements = 11;

    private readonly ShortCells _cells;
    private readonly PlacedWeights<TExtension> _weights;
    private readonly ProverTables<TExtension> _free;
    private readonly CancellationToken _cancellation;
    private TExtension[] _bound = [TExtension.One]; // eq of what the first variables are bound to
    private BlockProducts<TExtension>? _blocks; // of the first rounds
    private (TExtension[] P, TExtension[] W)? _taken;
    private ISummand<TExtension>? _tables; // of the others

    /// <param name="cells">P.</param>
    /// <param name="variableCount">P has 2^this elements.</param>
    /// <param name="weights">w.</param>
    /// <param name="free">Where the tables come from.</param>
    /// <param name="cancellation">Is looked at between tiles.</param>
    public WeightSummand(ShortCells cells, int variableCount, PlacedWeights<TExtension> weights, ProverTables<TExtension> free, CancellationToken cancellation) =>
        (_cells, VariableCount, _weights, _free, _cancellation) = (cells, variableCount, weights, free, cancellation);

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

        values.Clear();
        _blocks ??= BlockProducts<TExtension>.Of(_cells, VariableCount, Math.Max(1, VariableCount - LogTableElements), _weights.Pieces, _cancellation);
        _blocks.SumRound(values);
    }

    public void Bind(TExtension challenge)
    {
        VariableCount--;
        if (_tables is not null)
        {
            _tables.Bind(challenge);
            return;
        }

        _blocks!.Bind(challenge);
        _bound = [.. _bound.SelectMany(value => (TExtension[])[value - (value * challenge), value * challenge])];
        if (_blocks.VariableCount == 0)
            MakeTables();
    }

    public void Leave()
    {
        if (_taken is var (p, w))
            _free.Leave(p, w);
    }

    private void MakeTables()
    {
        TExtension[] p = _free.Take(1 << VariableCount);
        TExtension[] w = _free.Take(1 << VariableCount);
        int logTile = Math.Min(LogTileElements, VariableCount);
        int tileCount = 1 << (VariableCount - logTile);
        Halves.Run(() => FillTiles(0, tileCount / 2), () => FillTiles(tileCount / 2, tileCount));
        _cancellation.ThrowIfCancellationRequested();
        _taken = (p, w);
        _tables = BulkArithmetic<TExtension>.Instance.Product(p, w);

        void FillTiles(int first, int end)
        {
            for (int tile = first; tile < end && !_cancellation.IsCancellationRequested; tile++)
            {
                // Written before it is added to: a new page that is read first costs two faults, and at the second the other core has to be told.
                p.AsSpan(tile << logTile, 1 << logTile).Clear();
                w.AsSpan(tile << logTile, 1 << logTile).Clear();
                Fill(tile << logTile, 1 << logTile, p, w);
            }
        }
    }

    /// <summary>Adds P and w to tables, at so many places from one on, with the first variables bound.</summary>
    private void Fill(int first, int count, TExtension[] p, TExtension[] w)
    {
        _cells.AddRows(_bound, first, 1 << VariableCount, p, first, count);
        for (int index = 0; index < _bound.Length; index++)
            _weights.AddTo(w, first, (index << VariableCount) + first, count, _bound[index]);
    }
}
