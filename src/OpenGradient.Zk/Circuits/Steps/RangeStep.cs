namespace OpenGradient.Zk.Circuits.Steps;

/// <summary>That x lies from 0 to 2^b - 1, as limbs of b bits show.</summary>
/// <param name="X">x.</param>
/// <param name="Limbs">x.</param>
/// <param name="Output">x again, read by nobody: a step has an output.</param>
internal sealed record RangeStep(int X, Limbs Limbs, int Output) : CircuitStep(Output)
{
    public override string Name => "Range";
}
