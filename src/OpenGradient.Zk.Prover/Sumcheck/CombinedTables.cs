using System.Numerics;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Prover.Sumcheck;

/// <summary>g(x) = f(t_1(x), t_2(x), …) of multilinear t_i, given by their values: the plain form, for any f.</summary>
/// <param name="degree">Of f, and so of g in each variable.</param>
/// <param name="combine">f.</param>
/// <param name="tables">As many values each, a power of two; overwritten.</param>
internal sealed class CombinedTables<TExtension>(int degree, Func<TExtension[], TExtension> combine, params TExtension[][] tables) : ISummand<TExtension>
    where TExtension : struct, IExtension<TExtension>
{
    private int _count = tables[0].Length;

    public int VariableCount => BitOperations.Log2((uint)_count);

    public int Degree => degree;

    public TExtension ValueOf(int table) => tables[table][0];

    public void SumRound(Span<TExtension> values)
    {
        var arguments = new TExtension[tables.Length];
        for (int index = 0; index < values.Length; index++)
        {
            // SPEC: g_i(1) is not sent.
            var node = TExtension.From(Goldilocks.From((long)(index == 0 ? 0 : index + 1)));
            values[index] = TExtension.Zero;
            for (int at = 0; at < _count / 2; at++)
            {
                for (int table = 0; table < tables.Length; table++)
                    arguments[table] = Between(tables[table], at, node);
                values[index] += combine(arguments);
            }
        }
    }

    public void Bind(TExtension challenge)
    {
        foreach (TExtension[] table in tables)
        {
            for (int at = 0; at < _count / 2; at++)
                table[at] = Between(table, at, challenge);
        }

        _count /= 2;
    }

    /// <summary>The line through the values at 0 and 1 of the first free variable.</summary>
    private TExtension Between(TExtension[] table, int at, TExtension x) => table[at] + (x * (table[at + (_count / 2)] - table[at]));
}
