namespace OpenGradient.Zk.Circuits.Steps;

/// <summary>y = x · M, with broadcasting, M being public.</summary>
/// <param name="X">Any value.</param>
/// <param name="Factors">M, of one element, or of one for each cell of an axis of y.</param>
/// <param name="Axis">This axis; -1 for one element.</param>
/// <param name="Output">y.</param>
internal sealed record FactorStep(int X, int Factors, int Axis, int Output) : CircuitStep(Output)
{
    public override string Name => "Factor";
}
