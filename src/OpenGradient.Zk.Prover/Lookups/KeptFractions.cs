using System.Numerics;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Prover.Lookups;

/// <summary>Fractions that somebody has already.</summary>
/// <param name="numerators">2^n values.</param>
/// <param name="denominators">As many.</param>
internal sealed class KeptFractions<TExtension>(TExtension[] numerators, TExtension[] denominators) : IFractions<TExtension>
    where TExtension : struct, IExtension<TExtension>
{
    public int VariableCount => BitOperations.Log2((uint)numerators.Length);

    public void Fill(int first, int count, TExtension[] p, TExtension[] q, int at)
    {
        numerators.AsSpan(first, count).CopyTo(p.AsSpan(at));
        denominators.AsSpan(first, count).CopyTo(q.AsSpan(at));
    }
}
