namespace OpenGradient.Zk.Circuits.Steps;

/// <summary>An input of the core that the verifier does not know; proof-1 section 14.</summary>
/// <param name="Limbs">It, from the least on that it may be.</param>
/// <param name="Above">Minus it, from minus the largest on; no limbs where the others do not reach beyond that.</param>
/// <param name="Output">The border input, a virtual value.</param>
internal sealed record InputStep(Limbs Limbs, Limbs Above, int Output) : CircuitStep(Output)
{
    public override string Name => "Input";
}
