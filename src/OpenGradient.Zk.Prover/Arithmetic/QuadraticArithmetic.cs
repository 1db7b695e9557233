using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Lanes;
using OpenGradient.Zk.Prover.Kernels.Sums;
using OpenGradient.Zk.Prover.Sumcheck;

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
