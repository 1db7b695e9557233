using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Prover.Sumcheck;

/// <summary>The polynomial g of a sumcheck, of which the first variables are bound one after another.</summary>
internal interface ISummand<TExtension>
    where TExtension : struct, IExtension<TExtension>
{
    /// <summary>How many variables are free.</summary>
    int VariableCount { get; }

    /// <summary>d, the degree in each variable.</summary>
    int Degree { get; }

    /// <summary>The sums over all other variables, with the first free one at 0, 2, …, d; 1 is left out.</summary>
    void SumRound(Span<TExtension> values);

    /// <summary>Sets the first free variable.</summary>
    void Bind(TExtension challenge);

    /// <summary>The value of a table that the polynomial is made of, where every variable is bound.</summary>
    TExtension ValueOf(int table);

    /// <summary>Leaves its large tables to others, if it took any: nothing is asked of it from here on.</summary>
    void Leave()
    {
    }
}
