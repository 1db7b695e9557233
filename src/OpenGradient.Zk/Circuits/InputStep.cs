namespace OpenGradient.Zk.Circuits;

/// <summary>An input of the core that the verifier does not know; proof-1 section 14.</summary>
/// <param name="Limbs">It, which so cannot lie outside of its interval.</param>
/// <param name="Output">The border input, a virtual value.</param>
internal sealed record InputStep(Limbs Limbs, int Output) : CircuitStep(Output);
