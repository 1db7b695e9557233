using System.Numerics;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Lanes;
using OpenGradient.Zk.Prover.Sumcheck;

namespace OpenGradient.Zk.Prover.Kernels.Sums;

/// <summary>g(x) = a(x) b(x): <see cref="CombinedTables{TExtension}"/> for this f.</summary>
/// <param name="a">2^n values; overwritten.</param>
/// <param name="b">At least as many, of which the first ones count; overwritten.</param>
internal sealed class ProductSummand(QuadraticExtension[] a, QuadraticExtension[] b) : ISummand<QuadraticExtension>
{
    private int _count = a.Length;

    public int VariableCount => BitOperations.Log2((uint)_count);

    public int Degree => 2;

    public QuadraticExtension ValueOf(int table) => table == 0 ? a[0] : b[0];

    public void SumRound(Span<QuadraticExtension> values)
    {
        ProductRoundKernel kernel = new(a, b, _count / 2);
        LaneRange.Run(ref kernel, _count / 2);
        (values[0], values[1]) = (kernel.At0, kernel.At2);
    }

    public void Bind(QuadraticExtension challenge)
    {
        _count /= 2;
        BindKernel kernel = new(challenge, _count, (a, 0), (b, 0));
        LaneRange.Run(ref kernel, _count);
    }
}
