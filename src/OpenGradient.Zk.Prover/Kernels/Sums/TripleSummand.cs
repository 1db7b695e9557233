using System.Numerics;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Lanes;
using OpenGradient.Zk.Prover.Sumcheck;

namespace OpenGradient.Zk.Prover.Kernels.Sums;

/// <summary>g(x) = a(x) b(x) c(x): <see cref="CombinedTables{TExtension}"/> for this f.</summary>
/// <param name="a">2^n values; overwritten.</param>
/// <param name="b">As many; overwritten.</param>
/// <param name="c">As many; overwritten.</param>
internal sealed class TripleSummand(QuadraticExtension[] a, QuadraticExtension[] b, QuadraticExtension[] c) : ISummand<QuadraticExtension>
{
    private int _count = a.Length;

    public int VariableCount => BitOperations.Log2((uint)_count);

    public int Degree => 3;

    public QuadraticExtension ValueOf(int table) => table switch { 0 => a[0], 1 => b[0], _ => c[0] };

    public void SumRound(Span<QuadraticExtension> values)
    {
        TripleRoundKernel kernel = new(a, b, c, _count / 2);
        LaneRange.Run(ref kernel, _count / 2);
        (values[0], values[1], values[2]) = (kernel.At0, kernel.At2, kernel.At3);
    }

    public void Bind(QuadraticExtension challenge)
    {
        _count /= 2;
        BindKernel kernel = new(challenge, _count, (a, 0), (b, 0), (c, 0));
        LaneRange.Run(ref kernel, _count);
    }
}
