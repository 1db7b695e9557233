using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Prover.Sumcheck;

/// <summary>A polynomial of degree 2 in up to three numbers of a cell: the equation that a step's columns satisfy there.</summary>
/// <remarks>Written once, for one number and for several side by side.</remarks>
internal interface ICellEquation<TExtension>
    where TExtension : struct, IExtension<TExtension>
{
    /// <summary>The value at a cell; with fewer numbers than three, the last ones mean nothing.</summary>
    TRing At<TRing>(TRing a, TRing b, TRing c)
        where TRing : struct, IRing<TRing, TExtension>;
}
