using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Prover.Lookups;

/// <summary>Fractions p(x) / q(x) over {0,1}^n that are made wherever they are asked for: all of them at once are more than what they are made of.</summary>
internal interface IFractions<TExtension>
    where TExtension : struct, IExtension<TExtension>
{
    /// <summary>n.</summary>
    int VariableCount { get; }

    /// <summary>Writes those from a place on; by several threads at once.</summary>
    /// <param name="first">The place.</param>
    /// <param name="count">How many.</param>
    /// <param name="numerators">Take them from <paramref name="at"/> on.</param>
    /// <param name="denominators">Likewise; none is 0, a challenge makes them so.</param>
    /// <param name="at">Where the first one goes.</param>
    void Fill(int first, int count, TExtension[] numerators, TExtension[] denominators, int at);
}
