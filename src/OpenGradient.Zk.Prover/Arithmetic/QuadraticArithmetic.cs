using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Lanes;
using OpenGradient.Zk.Prover.Kernels.Sums;
using OpenGradient.Zk.Prover.Sumcheck;
using OpenGradient.Zk.Prover.Trees;

namespace OpenGradient.Zk.Prover.Arithmetic;

/// <summary>By kernels. Each checks here, once, that its range lies within its arrays.</summary>
internal sealed class QuadraticArithmetic : BulkArithmetic<QuadraticExtension>
{
    public override ISummand<QuadraticExtension> Product(QuadraticExtension[] a, QuadraticExtension[] b)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(b.Length, a.Length);
        return new ProductSummand(a, b);
    }

    public override ISummand<QuadraticExtension> Product(QuadraticExtension[] a, QuadraticExtension[] b, QuadraticExtension[] c)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(b.Length, a.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(c.Length, a.Length);
        return new TripleSummand(a, b, c);
    }

    public override ISummand<QuadraticExtension> Product(Goldilocks[] a, QuadraticExtension[] b)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(b.Length, a.Length);
        return new BaseProductSummand(a, b);
    }

    public override ISummand<QuadraticExtension> Fractions(QuadraticExtension[] r, QuadraticExtension[] p, QuadraticExtension[] q, QuadraticExtension lambda)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(p.Length, 2 << r.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(q.Length, p.Length);
        return new FractionSummand(r, p, q, lambda);
    }

    public override (QuadraticExtension[] P, QuadraticExtension[] Q) AddFractions(QuadraticExtension[] p, QuadraticExtension[] q)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(q.Length, p.Length);
        QuadraticExtension[] sumP = GC.AllocateUninitializedArray<QuadraticExtension>(p.Length / 2);
        QuadraticExtension[] sumQ = GC.AllocateUninitializedArray<QuadraticExtension>(p.Length / 2);
        FractionSumKernel kernel = new(p, q, sumP, sumQ);
        LaneRange.Run(ref kernel, sumP.Length);
        return (sumP, sumQ);
    }

    public override QuadraticExtension[] EqualityTable(ReadOnlySpan<QuadraticExtension> r) => EqualityTables.Of(r);

    public override QuadraticExtension[] EqualitySuffixes(ReadOnlySpan<QuadraticExtension> r) => EqualityTables.OfSuffixes(r);

    public override QuadraticExtension Rise(QuadraticExtension[] row, int count, QuadraticExtension[] suffixes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, row.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, suffixes.Length);
        RiseKernel kernel = new(suffixes, count / 2, row, count / 2);
        LaneRange.Run(ref kernel, count / 2);
        return kernel.Total;
    }

    public override void Bind(QuadraticExtension[] row, int count, QuadraticExtension challenge)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, row.Length);
        BindKernel kernel = new(challenge, count / 2, (row, 0));
        LaneRange.Run(ref kernel, count / 2);
    }

    public override QuadraticExtension[] Fold(QuadraticExtension[] word, QuadraticExtension challenge, Goldilocks[] inverseRoots)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inverseRoots.Length, word.Length);
        QuadraticExtension[] folded = GC.AllocateUninitializedArray<QuadraticExtension>(word.Length / 2);
        QuadraticExtension half = challenge * Goldilocks.From(2UL).Inverse();
        FoldKernel kernel = new(word, folded, inverseRoots, QuadraticExtension.From(Goldilocks.From(2UL).Inverse()) - half, half);
        LaneRange.Run(ref kernel, folded.Length);
        return folded;
    }

    public override HashTree TreeOfFibres(QuadraticExtension[] word, int fibreElements) => HashTree.OverFibres(word, word.Length / fibreElements);

    public override QuadraticExtension Inner(QuadraticExtension[] weights, long[] elements, int start)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, elements.Length - weights.Length);
        InnerKernel kernel = new(weights, elements, start);
        LaneRange.Run(ref kernel, weights.Length);
        return kernel.Total;
    }

    public override void AddScaled(QuadraticExtension[] y, int start, QuadraticExtension factor, QuadraticExtension[] x)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, y.Length - x.Length);
        AddScaledKernel kernel = new(y, start, factor, x, 0);
        LaneRange.Run(ref kernel, x.Length);
    }

    public override QuadraticExtension[] SumRows(QuadraticExtension[] weights, long[] matrix, int columnCount, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(matrix.Length, weights.Length * columnCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, columnCount);
        var sums = new QuadraticExtension[length];
        IntegerRowSumKernel kernel = new(weights, matrix, columnCount, sums);
        LaneRange.Run(ref kernel, columnCount);
        return sums;
    }

    public override QuadraticExtension[] SumRows(QuadraticExtension[] weights, Goldilocks[] matrix, int columnCount)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(matrix.Length, weights.Length * columnCount);
        var sums = new QuadraticExtension[columnCount];
        RowSumKernel kernel = new(weights, matrix, columnCount, sums);
        LaneRange.Run(ref kernel, columnCount);
        return sums;
    }
}
