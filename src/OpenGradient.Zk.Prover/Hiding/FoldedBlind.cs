using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Hiding;
using OpenGradient.Zk.Prover.Arithmetic;

namespace OpenGradient.Zk.Prover.Hiding;

/// <summary>The random coefficients behind the rows that are combined: folded with these, as <see cref="RowBlinding"/> takes them at the end.</summary>
internal sealed class FoldedBlind<TExtension>
    where TExtension : struct, IExtension<TExtension>
{
    private TExtension[] _coefficients = []; // in the order of reversed bits

    /// <summary>What is left of them; none if no row had any.</summary>
    public ReadOnlySpan<TExtension> Coefficients => _coefficients;

    /// <summary>Those of rows that join.</summary>
    public void Add(TExtension[] joining)
    {
        joining = [.. joining]; // they are still asked for
        (TExtension[] longer, TExtension[] shorter) = joining.Length > _coefficients.Length ? (joining, _coefficients) : (_coefficients, joining);
        // The lower powers stand, in reversed bits, at the multiples of how many times it is longer.
        for (int index = 0; index < shorter.Length; index++)
            longer[index * (longer.Length / shorter.Length)] += shorter[index];
        _coefficients = longer;
    }

    /// <summary>Binds the first bit, like that of the row: even powers to 0, odd ones to 1. The last one left is even.</summary>
    public void Bind(TExtension challenge)
    {
        if (_coefficients.Length == 1)
            _coefficients[0] *= TExtension.One - challenge;
        if (_coefficients.Length <= 1)
            return;
        BulkArithmetic<TExtension>.Instance.Bind(_coefficients, _coefficients.Length, challenge);
        Array.Resize(ref _coefficients, _coefficients.Length / 2);
    }
}
