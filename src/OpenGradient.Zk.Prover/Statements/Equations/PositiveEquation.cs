using System.Runtime.CompilerServices;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Sumcheck;
using OpenGradient.Zk.Statements.Steps;

namespace OpenGradient.Zk.Prover.Statements.Equations;

/// <summary><see cref="PositiveVerifier.Cell"/> of x and y.</summary>
internal readonly struct PositiveEquation<TExtension>(TExtension lambda) : ICellEquation<TExtension>
    where TExtension : struct, IExtension<TExtension>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TRing At<TRing>(TRing a, TRing b, TRing c)
        where TRing : struct, IRing<TRing, TExtension>
    {
        var one = TRing.Create(TExtension.One);
        return (b * (a + a - one + (TRing.Create(lambda) * (one - b)))) - a;
    }
}
