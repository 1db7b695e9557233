using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Kernels.Lanes;

namespace OpenGradient.Zk.Prover.Kernels.Sums;

/// <summary>Tables of <see cref="EqualityPolynomial"/>, from the last coordinate on, so that the halves of each are whole ranges.</summary>
internal static class EqualityTables
{
    /// <summary>eq(r, x) for every x of {0,1}^n, in the order of their indices.</summary>
    public static QuadraticExtension[] Of(ReadOnlySpan<QuadraticExtension> r, CancellationToken cancellation = default)
    {
        QuadraticExtension[] table = GC.AllocateUninitializedArray<QuadraticExtension>(1 << r.Length);
        table[0] = QuadraticExtension.From(Goldilocks.One);
        for (int index = r.Length - 1, count = 1; index >= 0; index--, count *= 2)
        {
            SplitKernel kernel = new(table, 0, 0, count, r[index]);
            LaneRange.Run(ref kernel, count, cancellation);
        }

        return table;
    }

    /// <summary>The tables of the last 0, 1, …, n - 1 coordinates, that of m from place 2^m on.</summary>
    public static QuadraticExtension[] OfSuffixes(ReadOnlySpan<QuadraticExtension> r, CancellationToken cancellation = default) =>
        OfSuffixes(r, GC.AllocateUninitializedArray<QuadraticExtension>(Math.Max(2, 1 << r.Length)), cancellation); // no one reads place 0

    /// <summary>The same in tables that are there, of at least two numbers and 2^n.</summary>
    public static QuadraticExtension[] OfSuffixes(ReadOnlySpan<QuadraticExtension> r, QuadraticExtension[] tables, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tables.Length, Math.Max(2, 1 << r.Length));
        tables[1] = QuadraticExtension.From(Goldilocks.One);
        for (int index = r.Length - 1, count = 1; index > 0; index--, count *= 2)
        {
            SplitKernel kernel = new(tables, count, 2 * count, count, r[index]);
            LaneRange.Run(ref kernel, count, cancellation);
        }

        return tables;
    }
}
