namespace OpenGradient.Zk.Circuits;

/// <summary>An input of the core that the verifier does not know: low + Σ 2^(16 i) limb i; proof-1 section 14.</summary>
/// <param name="Limbs">What is above <paramref name="Low"/>.</param>
/// <param name="Low">The least number that it may be.</param>
/// <param name="Output">The border input, a virtual value.</param>
internal sealed record InputStep(Limbs Limbs, long Low, int Output) : CircuitStep(Output);
