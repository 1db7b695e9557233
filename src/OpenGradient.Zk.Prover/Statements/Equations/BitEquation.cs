using System.Runtime.CompilerServices;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Sumcheck;
using OpenGradient.Zk.Statements.Steps;

namespace OpenGradient.Zk.Prover.Statements.Equations;

/// <summary><see cref="ChoiceVerifier.Cell"/>: a number is 0 or 1.</summary>
internal readonly struct BitEquation<TExtension> : ICellEquation<TExtension>
    where TExtension : struct, IExtension<TExtension>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TRing At<TRing>(TRing a, TRing b, TRing c)
        where TRing : struct, IRing<TRing, TExtension> => a * (TRing.Create(TExtension.One) - a);
}
