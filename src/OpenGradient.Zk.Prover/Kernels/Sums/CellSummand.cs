using System.Numerics;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Lanes;
using OpenGradient.Zk.Prover.Sumcheck;

namespace OpenGradient.Zk.Prover.Kernels.Sums;

/// <summary>g(x) = eq(r, x) f(a(x), b(x), c(x)): <see cref="CombinedTables{TExtension}"/> for this f, with eq kept out of the tables.</summary>
/// <param name="equation">f.</param>
/// <param name="r">n coordinates.</param>
/// <param name="tables">One to three, 2^n values each; overwritten.</param>
internal sealed class CellSummand<TEquation>(TEquation equation, QuadraticExtension[] r, QuadraticExtension[][] tables) : ISummand<QuadraticExtension>
    where TEquation : struct, ICellEquation<QuadraticExtension>
{
    private readonly EqualityRounds _rounds = new(r);
    private readonly (QuadraticExtension[] Values, int Start)[] _tables = [.. tables.Select(static table => (table, 0))];
    private int _count = tables[0].Length;

    public int VariableCount => BitOperations.Log2((uint)_count);

    public int Degree => 3;

    public QuadraticExtension ValueOf(int table) => tables[table][0];

    public void SumRound(Span<QuadraticExtension> values)
    {
        CellRoundKernel<TEquation> kernel = new(equation, tables[0], tables[Math.Min(1, tables.Length - 1)], tables[^1], _rounds.Weights, _count / 2);
        LaneRange.Run(ref kernel, _count / 2);
        _rounds.Finish(values, kernel.At0, kernel.At1, kernel.At2);
    }

    public void Bind(QuadraticExtension challenge)
    {
        _rounds.Bind(challenge);
        _count /= 2;
        BindKernel kernel = new(challenge, _count, _tables);
        LaneRange.Run(ref kernel, _count);
    }
}
