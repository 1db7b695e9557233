using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Kernels;
using OpenGradient.Zk.Prover.Sumcheck;

namespace OpenGradient.Zk.Prover.Statements;

/// <summary>g(x) = P(x) w(x), P being a large run of elements of F and w the weights of claims about it: no table until the first variable is bound, and then two of half the length.</summary>
/// <param name="elements">P, 2^n of them, n being at least <see cref="LogTileElements"/> + 1; left as they are.</param>
/// <param name="weights">w.</param>
/// <param name="free">Where the tables come from.</param>
/// <param name="cancellation">Is looked at between tiles.</param>
internal sealed class RunSummand<TExtension>(Goldilocks[] elements, PlacedWeights<TExtension> weights, ProverTables<TExtension> free, CancellationToken cancellation) : ISummand<TExtension>
    where TExtension : struct, IExtension<TExtension>
{
    /// <summary>Two tiles of w lie in the caches of a core.</summary>
    public const int LogTileElements = 13;

    private const int TileElements = 1 << LogTileElements;

    private readonly int _half = elements.Length / 2;
    private (TExtension[] P, TExtension[] W)? _taken;
    private ISummand<TExtension>? _tables;

    public int VariableCount => _tables?.VariableCount ?? int.Log2(elements.Length);

    public int Degree => 2;

    private static BulkArithmetic<TExtension> Arithmetic => BulkArithmetic<TExtension>.Instance;

    public TExtension ValueOf(int table) => _tables!.ValueOf(table);

    public void SumRound(Span<TExtension> values)
    {
        if (_tables is not null)
        {
            _tables.SumRound(values);
            return;
        }

        TExtension[][] sums = [new TExtension[2], new TExtension[2]];
        Share((first, end) =>
        {
            var (p, w, own) = (new Goldilocks[2 * TileElements], new TExtension[2 * TileElements], new TExtension[2]);
            TExtension[] sum = sums[first == 0 ? 0 : 1];
            for (int place = first; place < end && !cancellation.IsCancellationRequested; place += TileElements)
            {
                elements.AsSpan(place, TileElements).CopyTo(p);
                elements.AsSpan(_half + place, TileElements).CopyTo(p.AsSpan(TileElements));
                Weigh(place, w);
                Arithmetic.Product(p, w).SumRound(own);
                (sum[0], sum[1]) = (sum[0] + own[0], sum[1] + own[1]);
            }
        });
        (values[0], values[1]) = (sums[0][0] + sums[1][0], sums[0][1] + sums[1][1]);
    }

    public void Bind(TExtension challenge)
    {
        if (_tables is not null)
        {
            _tables.Bind(challenge);
            return;
        }

        (TExtension[] boundP, TExtension[] boundW, TExtension rest) = (free.Take(_half), free.Take(_half), TExtension.One - challenge);
        Share((first, end) =>
        {
            var w = new TExtension[2 * TileElements];
            for (int place = first; place < end && !cancellation.IsCancellationRequested; place += TileElements)
            {
                boundP.AsSpan(place, TileElements).Clear();
                Arithmetic.AddScaled(boundP, place, rest, elements, place, TileElements);
                Arithmetic.AddScaled(boundP, place, challenge, elements, _half + place, TileElements);
                Weigh(place, w);
                Arithmetic.Bind(w, w.Length, challenge);
                w.AsSpan(0, TileElements).CopyTo(boundW.AsSpan(place));
            }
        });
        _taken = (boundP, boundW);
        _tables = Arithmetic.Product(boundP, boundW);
    }

    public void Leave()
    {
        if (_taken is var (p, w))
            free.Leave(p, w);
    }

    /// <summary>w in a tile of the first half, and in the one as far into the second.</summary>
    private void Weigh(int place, TExtension[] w)
    {
        w.AsSpan().Clear();
        weights.AddTo(w, 0, place, TileElements, TExtension.One);
        weights.AddTo(w, TileElements, _half + place, TileElements, TExtension.One);
    }

    private void Share(Action<int, int> work)
    {
        Halves.Run(() => work(0, _half / 2), () => work(_half / 2, _half));
        cancellation.ThrowIfCancellationRequested();
    }
}
