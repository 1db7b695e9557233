using System.Runtime.CompilerServices;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Sumcheck;

namespace OpenGradient.Zk.Prover.Statements.Equations;

/// <summary>(x - c)² - d²: d is x - c or c - x.</summary>
internal readonly struct LimitEquation<TExtension> : ICellEquation<TExtension>
    where TExtension : struct, IExtension<TExtension>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TRing At<TRing>(TRing a, TRing b, TRing c)
        where TRing : struct, IRing<TRing, TExtension> => (a - b - c) * (a - b + c);
}
