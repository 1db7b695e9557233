using System.Numerics;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Lanes;
using OpenGradient.Zk.Prover.Sumcheck;

namespace OpenGradient.Zk.Prover.Kernels.Sums;

/// <summary>g(x) = a(x) b(x), a being of F until a first variable is set.</summary>
/// <param name="a">2^n values; left as they are.</param>
/// <param name="b">As many; overwritten.</param>
internal sealed class BaseProductSummand(Goldilocks[] a, QuadraticExtension[] b) : ISummand<QuadraticExtension>
{
    private ProductSummand? _bound;

    public int VariableCount => _bound?.VariableCount ?? BitOperations.Log2((uint)a.Length);

    public int Degree => 2;

    public QuadraticExtension ValueOf(int table) => _bound?.ValueOf(table) ?? (table == 0 ? QuadraticExtension.From(a[0]) : b[0]);

    public void SumRound(Span<QuadraticExtension> values)
    {
        if (_bound is not null)
        {
            _bound.SumRound(values);
            return;
        }

        BaseProductRoundKernel kernel = new(a, b, a.Length / 2);
        LaneRange.Run(ref kernel, a.Length / 2);
        (values[0], values[1]) = (kernel.At0, kernel.At2);
    }

    public void Bind(QuadraticExtension challenge)
    {
        if (_bound is not null)
        {
            _bound.Bind(challenge);
            return;
        }

        QuadraticExtension[] bound = GC.AllocateUninitializedArray<QuadraticExtension>(a.Length / 2);
        BaseBindKernel ofA = new(challenge, a, bound);
        LaneRange.Run(ref ofA, bound.Length);
        BindKernel ofB = new(challenge, bound.Length, (b, 0));
        LaneRange.Run(ref ofB, bound.Length);
        _bound = new ProductSummand(bound, b);
    }
}
