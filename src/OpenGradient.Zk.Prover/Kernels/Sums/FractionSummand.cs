using System.Numerics;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Lanes;
using OpenGradient.Zk.Prover.Sumcheck;

namespace OpenGradient.Zk.Prover.Kernels.Sums;

/// <summary>g(x) = eq(r, x) [p_0(x) q_1(x) + p_1(x) q_0(x) + λ q_0(x) q_1(x)]: <see cref="CombinedTables{TExtension}"/> for this f.</summary>
/// <remarks>
/// λ q_1 is added to p_1 once, which leaves the sum of two products. eq is a product over variables: what is bound is a number before the sum, the variable of the round
/// a line before it, and only the free ones are a table; so each round sums a polynomial of degree 2 (Gruen, ePrint 2024/108, section 3).
/// </remarks>
internal sealed class FractionSummand : ISummand<QuadraticExtension>
{
    private readonly QuadraticExtension[] _r;
    private readonly QuadraticExtension[] _p;
    private readonly QuadraticExtension[] _q;
    private readonly QuadraticExtension[] _suffixes;
    private readonly QuadraticExtension _lambda;
    private readonly int _distance;
    private QuadraticExtension _bound = QuadraticExtension.From(Goldilocks.One); // eq of the bound variables
    private int _count;

    /// <param name="r">n coordinates.</param>
    /// <param name="p">2^n values of p_0, then of p_1; overwritten.</param>
    /// <param name="q">q_0 and q_1, likewise.</param>
    /// <param name="lambda">λ.</param>
    public FractionSummand(QuadraticExtension[] r, QuadraticExtension[] p, QuadraticExtension[] q, QuadraticExtension lambda)
    {
        (_r, _p, _q, _lambda) = (r, p, q, lambda);
        _count = _distance = p.Length / 2;
        _suffixes = EqualityTables.OfSuffixes(r);
        AddScaledKernel kernel = new(p, _distance, lambda, q, _distance);
        LaneRange.Run(ref kernel, _distance);
    }

    public int VariableCount => BitOperations.Log2((uint)_count);

    public int Degree => 3;

    public QuadraticExtension ValueOf(int table) => table switch
    {
        0 => _p[0],
        1 => _p[_distance] - (_lambda * _q[_distance]),
        2 => _q[0],
        _ => _q[_distance],
    };

    public void SumRound(Span<QuadraticExtension> values)
    {
        FractionRoundKernel kernel = new(_p, _q, _distance, _suffixes, _count / 2);
        LaneRange.Run(ref kernel, _count / 2);
        QuadraticExtension rise = kernel.At2 - kernel.At1;
        QuadraticExtension at3 = kernel.At0 + rise + rise + rise; // the third difference of a polynomial of degree 2 is 0
        QuadraticExtension at0 = Line(0);
        QuadraticExtension slope = Line(1) - at0;
        values[0] = _bound * at0 * kernel.At0;
        values[1] = _bound * (at0 + slope + slope) * kernel.At2;
        values[2] = _bound * (at0 + slope + slope + slope) * at3;
    }

    public void Bind(QuadraticExtension challenge)
    {
        QuadraticExtension at0 = Line(0);
        _bound *= at0 + (challenge * (Line(1) - at0));
        _count /= 2;
        BindKernel kernel = new(challenge, _count, (_p, 0), (_p, _distance), (_q, 0), (_q, _distance));
        LaneRange.Run(ref kernel, _count);
    }

    /// <summary>eq of the first free variable at 0 or 1.</summary>
    private QuadraticExtension Line(int x)
    {
        QuadraticExtension coordinate = _r[_r.Length - VariableCount];
        return x == 1 ? coordinate : QuadraticExtension.From(Goldilocks.One) - coordinate;
    }
}
