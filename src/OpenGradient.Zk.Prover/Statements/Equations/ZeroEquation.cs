using System.Runtime.CompilerServices;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Sumcheck;
using OpenGradient.Zk.Statements.Steps;

namespace OpenGradient.Zk.Prover.Statements.Equations;

/// <summary><see cref="ZeroVerifier.Cell"/> of x, y and the inverse.</summary>
internal readonly struct ZeroEquation<TExtension>(TExtension lambda) : ICellEquation<TExtension>
    where TExtension : struct, IExtension<TExtension>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TRing At<TRing>(TRing a, TRing b, TRing c)
        where TRing : struct, IRing<TRing, TExtension>
    {
        var factor = TRing.Create(lambda);
        return b + (a * c) + (factor * b * (a + (factor * c)));
    }
}
