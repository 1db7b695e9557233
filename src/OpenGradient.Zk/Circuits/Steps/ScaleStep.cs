namespace OpenGradient.Zk.Circuits.Steps;

/// <summary>y = T[q] or q, x · M + 2^(shift-1) = q · 2^shift + remainder.</summary>
/// <param name="X">i64.</param>
/// <param name="Factors">M, a public constant.</param>
/// <param name="Axis">Of x along which M has elements; -1 where it has one.</param>
/// <param name="Shift">16 or 32.</param>
/// <param name="Table">The number of T, from 1; 0 for none.</param>
/// <param name="Quotient">The column q with a table; -1 without.</param>
/// <param name="QuotientLimbs">q without a table; none with one.</param>
/// <param name="Remainder">The remainder.</param>
/// <param name="Output">y, a column with a table and virtual without.</param>
internal sealed record ScaleStep(int X, int Factors, int Axis, int Shift, int Table, int Quotient, Limbs QuotientLimbs, Limbs Remainder, int Output) : CircuitStep(Output)
{
    public override string Name => "Scale";
}
