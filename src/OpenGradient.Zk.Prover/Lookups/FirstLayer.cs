using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Kernels;

namespace OpenGradient.Zk.Prover.Lookups;

/// <summary>The fractions themselves as a layer of their sum: tile by tile, as often as they are needed, so that no table of them is there but of half as many.</summary>
/// <param name="fractions">At least as many as a tile has four times.</param>
/// <param name="tables">Where the tables of half as many come from.</param>
/// <param name="cancellation">Is looked at between tiles.</param>
internal sealed class FirstLayer<TExtension>(IFractions<TExtension> fractions, ProverTables<TExtension> tables, CancellationToken cancellation)
    where TExtension : struct, IExtension<TExtension>
{
    /// <summary>Tables of a tile lie in the caches of a core.</summary>
    public const int LogTileElements = 10;

    private const int TileElements = 1 << LogTileElements;

    private static BulkArithmetic<TExtension> Arithmetic => BulkArithmetic<TExtension>.Instance;

    /// <summary>The next layer: the sums of the fractions of both halves.</summary>
    public (TExtension[] P, TExtension[] Q) Add()
    {
        int half = 1 << (fractions.VariableCount - 1);
        (TExtension[] sumP, TExtension[] sumQ) = (tables.Take(half), tables.Take(half));
        Share(half, (first, end) =>
        {
            (TExtension[] p, TExtension[] q) = (Table(2 * TileElements), Table(2 * TileElements));
            for (int tile = first; tile < end && !cancellation.IsCancellationRequested; tile += TileElements)
            {
                FillPair(tile, half, p, q, 0);
                (TExtension[] tileP, TExtension[] tileQ) = Arithmetic.AddFractions(p, q);
                tileP.CopyTo(sumP, tile);
                tileQ.CopyTo(sumQ, tile);
            }
        });
        return (sumP, sumQ);
    }

    /// <summary>The values of the first round of <see cref="BulkArithmetic{TExtension}.Fractions"/>.</summary>
    public void SumRound(TExtension[] r, TExtension lambda, Span<TExtension> values)
    {
        int quarter = 1 << (fractions.VariableCount - 2);
        TExtension[] tiles = Arithmetic.EqualityTable(r.AsSpan(1, r.Length - 1 - LogTileElements));
        TExtension[] inside = [r[0], .. r[^LogTileElements..]];
        TExtension[][] sums = [new TExtension[values.Length], new TExtension[values.Length]];
        Share(quarter, (first, end) =>
        {
            (TExtension[] p, TExtension[] q, var own) = (Table(4 * TileElements), Table(4 * TileElements), new TExtension[sums[0].Length]);
            TExtension[] sum = sums[first == 0 ? 0 : 1];
            for (int tile = first; tile < end && !cancellation.IsCancellationRequested; tile += TileElements)
            {
                FillPair(tile, quarter, p, q, 0);
                FillPair((2 * quarter) + tile, quarter, p, q, 2 * TileElements);
                Arithmetic.Fractions(inside, p, q, lambda).SumRound(own);
                for (int index = 0; index < own.Length; index++)
                    sum[index] += tiles[tile / TileElements] * own[index];
            }
        });
        for (int index = 0; index < values.Length; index++)
            values[index] = sums[0][index] + sums[1][index];
    }

    /// <summary>p_0 and p_1, q_0 and q_1 with their first variable bound.</summary>
    public (TExtension[] P, TExtension[] Q) Bind(TExtension challenge)
    {
        int quarter = 1 << (fractions.VariableCount - 2);
        (TExtension[] boundP, TExtension[] boundQ) = (tables.Take(2 * quarter), tables.Take(2 * quarter));
        Share(2 * quarter, (first, end) =>
        {
            (TExtension[] p, TExtension[] q) = (Table(2 * TileElements), Table(2 * TileElements));
            for (int tile = first; tile < end && !cancellation.IsCancellationRequested; tile += TileElements)
            {
                FillPair(tile + (tile & quarter), quarter, p, q, 0); // those of the second half begin at twice a quarter
                Arithmetic.Bind(p, p.Length, challenge);
                Arithmetic.Bind(q, q.Length, challenge);
                p.AsSpan(0, TileElements).CopyTo(boundP.AsSpan(tile));
                q.AsSpan(0, TileElements).CopyTo(boundQ.AsSpan(tile));
            }
        });
        return (boundP, boundQ);
    }

    /// <summary>A tile, and behind it the one at a distance.</summary>
    private void FillPair(int place, int distance, TExtension[] p, TExtension[] q, int at)
    {
        fractions.Fill(place, TileElements, p, q, at);
        fractions.Fill(place + distance, TileElements, p, q, at + TileElements);
    }

    private void Share(int count, Action<int, int> work)
    {
        Halves.Run(() => work(0, count / 2), () => work(count / 2, count));
        cancellation.ThrowIfCancellationRequested();
    }

    private static TExtension[] Table(int count) => GC.AllocateUninitializedArray<TExtension>(count);
}
