namespace OpenGradient.Zk.Circuits.Steps;

/// <summary>y = ⌊(x · 2^shift + ⌊d / 2⌋) / d⌋, with broadcasting: 2^(shift+1) x + d = 2 d y + r, r + s = 2 d - 1, none of the two negative.</summary>
/// <remarks>Where y d could be more than the field tells apart, y is low + 2^m high, m being the bits of low, and the product of high and d is committed, too.</remarks>
/// <param name="X">x.</param>
/// <param name="Divisor">d, at least 1.</param>
/// <param name="Shift">shift.</param>
/// <param name="Low">y, or its low part.</param>
/// <param name="High">The rest of y, or none.</param>
/// <param name="HighProduct">high · d, or none.</param>
/// <param name="Remainder">r.</param>
/// <param name="Rest">s.</param>
/// <param name="Output">y, virtual.</param>
internal sealed record QuotientStep(int X, int Divisor, int Shift, Limbs Low, Limbs High, Limbs HighProduct, Limbs Remainder, Limbs Rest, int Output) : CircuitStep(Output)
{
    public override string Name => "Quotient";

    public bool IsSplit => High.Columns.Length > 0;
}
