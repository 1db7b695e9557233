using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Prover.Sumcheck;

/// <summary>Several sums as one, over as many variables as the longest has: whoever has fewer stands where the first ones are 0.</summary>
/// <param name="parts">Each with what it adds up to, and of one degree.</param>
internal sealed class StackedSummand<TExtension>(params (ISummand<TExtension> Summand, TExtension Sum)[] parts) : ISummand<TExtension>
    where TExtension : struct, IExtension<TExtension>
{
    private readonly TExtension[] _factors = [.. parts.Select(static _ => TExtension.One)]; // Π (1 - x) of the first variables

    public int VariableCount { get; private set; } = parts.Max(static part => part.Summand.VariableCount);

    public int Degree => parts[0].Summand.Degree;

    /// <summary>Of each part the value of its first table.</summary>
    public TExtension ValueOf(int table) => parts[table].Summand.ValueOf(0);

    public void SumRound(Span<TExtension> values)
    {
        values.Clear();
        var own = new TExtension[values.Length];
        for (int part = 0; part < parts.Length; part++)
        {
            if (parts[part].Summand.VariableCount == VariableCount)
                parts[part].Summand.SumRound(own);
            else
                SumLine(parts[part].Sum, own);
            for (int index = 0; index < values.Length; index++)
                values[index] += _factors[part] * own[index];
        }
    }

    public void Bind(TExtension challenge)
    {
        for (int part = 0; part < parts.Length; part++)
        {
            if (parts[part].Summand.VariableCount == VariableCount)
                parts[part].Summand.Bind(challenge);
            else
                _factors[part] *= TExtension.One - challenge;
        }

        VariableCount--;
    }

    public void Leave()
    {
        foreach ((ISummand<TExtension> summand, _) in parts)
            summand.Leave();
    }

    /// <summary>(1 - X) sum at 0, 2, 3, …</summary>
    private static void SumLine(TExtension sum, Span<TExtension> values)
    {
        values[0] = sum;
        for (int index = 1; index < values.Length; index++)
            values[index] = (index == 1 ? TExtension.Zero : values[index - 1]) - sum;
    }
}
