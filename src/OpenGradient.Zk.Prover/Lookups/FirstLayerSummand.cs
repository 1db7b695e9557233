using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Sumcheck;

namespace OpenGradient.Zk.Prover.Lookups;

/// <summary><see cref="BulkArithmetic{TExtension}.Fractions"/> of fractions that are no tables until their first variable is bound.</summary>
/// <param name="layer">The fractions.</param>
/// <param name="r">n coordinates.</param>
/// <param name="lambda">λ.</param>
/// <param name="tables">Where room for eq comes from, and where everything goes at the end.</param>
/// <param name="cancellation">Is looked at between stretches of tables.</param>
internal sealed class FirstLayerSummand<TExtension>(FirstLayer<TExtension> layer, TExtension[] r, TExtension lambda, ProverTables<TExtension> tables, CancellationToken cancellation) : ISummand<TExtension>
    where TExtension : struct, IExtension<TExtension>
{
    private (TExtension[] P, TExtension[] Q, TExtension[] Equality)? _taken;
    private ISummand<TExtension>? _tables;
    private TExtension _bound; // eq of the first coordinate of r and what the first variable is bound to

    public int VariableCount => _tables?.VariableCount ?? r.Length;

    public int Degree => 3;

    public TExtension ValueOf(int table) => _tables!.ValueOf(table);

    public void SumRound(Span<TExtension> values)
    {
        if (_tables is null)
        {
            layer.SumRound(r, lambda, values);
            return;
        }

        _tables.SumRound(values);
        foreach (ref TExtension value in values)
            value *= _bound;
    }

    public void Bind(TExtension challenge)
    {
        if (_tables is not null)
        {
            _tables.Bind(challenge);
            return;
        }

        (TExtension[] p, TExtension[] q) = layer.Bind(challenge);
        TExtension zero = TExtension.One - r[0];
        _bound = zero + (challenge * (r[0] - zero));
        _taken = (p, q, tables.Take(p.Length / 2));
        _tables = BulkArithmetic<TExtension>.Instance.Fractions(r[1..], p, q, lambda, _taken.Value.Equality, cancellation);
    }

    public void Leave()
    {
        if (_taken is var (p, q, equality))
            tables.Leave(p, q, equality);
    }
}
