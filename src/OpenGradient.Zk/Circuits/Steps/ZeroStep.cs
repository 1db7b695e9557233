namespace OpenGradient.Zk.Circuits.Steps;

/// <summary>y = 1 where x is 0, otherwise 0.</summary>
/// <param name="X">x.</param>
/// <param name="Inverse">The column 1 / x modulo p, 0 where x is 0.</param>
/// <param name="Output">y.</param>
internal sealed record ZeroStep(int X, int Inverse, int Output) : CircuitStep(Output)
{
    public override string Name => "Zero";
}
