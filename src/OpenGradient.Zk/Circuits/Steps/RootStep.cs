namespace OpenGradient.Zk.Circuits.Steps;

/// <summary>y = ⌊√(x · 2^shift)⌋: x · 2^shift = y² + r, r + s = 2 y, none of the three negative.</summary>
/// <param name="X">x, not negative.</param>
/// <param name="Shift">shift.</param>
/// <param name="Root">y.</param>
/// <param name="Remainder">r.</param>
/// <param name="Rest">s.</param>
/// <param name="Output">y, virtual.</param>
internal sealed record RootStep(int X, int Shift, Limbs Root, Limbs Remainder, Limbs Rest, int Output) : CircuitStep(Output)
{
    public override string Name => "Root";
}
