using System.Numerics;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Lanes;
using OpenGradient.Zk.Prover.Sumcheck;

namespace OpenGradient.Zk.Prover.Kernels.Sums;

/// <summary>g(x) = eq(r, x) [p_0(x) q_1(x) + p_1(x) q_0(x) + λ q_0(x) q_1(x)]: <see cref="CombinedTables{TExtension}"/> for this f.</summary>
/// <remarks>
/// λ q_1 is added to p_1 once, which leaves the sum of two products.
/// </remarks>
internal sealed class FractionSummand : ISummand<QuadraticExtension>
{
    private readonly QuadraticExtension[] _p;
    private readonly QuadraticExtension[] _q;
    private readonly EqualityRounds _rounds;
    private readonly QuadraticExtension _lambda;
    private readonly int _distance;
    private readonly CancellationToken _cancellation;
    private int _count;

    /// <param name="r">n coordinates.</param>
    /// <param name="p">2^n values of p_0, then of p_1; overwritten.</param>
    /// <param name="q">q_0 and q_1, likewise.</param>
    /// <param name="lambda">λ.</param>
    /// <param name="room">For eq, 2^n numbers and at least two, which are overwritten; or null.</param>
    /// <param name="cancellation">Is looked at between stretches of tables.</param>
    public FractionSummand(QuadraticExtension[] r, QuadraticExtension[] p, QuadraticExtension[] q, QuadraticExtension lambda, QuadraticExtension[]? room, CancellationToken cancellation)
    {
        (_p, _q, _lambda, _cancellation) = (p, q, lambda, cancellation);
        _count = _distance = p.Length / 2;
        _rounds = new EqualityRounds(r, room, cancellation);
        AddScaledKernel kernel = new(p, _distance, lambda, q, _distance);
        LaneRange.Run(ref kernel, _distance, cancellation);
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
        FractionRoundKernel kernel = new(_p, _q, _distance, _rounds.Weights, _count / 2);
        LaneRange.Run(ref kernel, _count / 2, _cancellation);
        _rounds.Finish(values, kernel.At0, kernel.At1, kernel.At2);
    }

    public void Bind(QuadraticExtension challenge)
    {
        _rounds.Bind(challenge);
        _count /= 2;
        BindKernel kernel = new(challenge, _count, (_p, 0), (_p, _distance), (_q, 0), (_q, _distance));
        LaneRange.Run(ref kernel, _count, _cancellation);
    }
}
