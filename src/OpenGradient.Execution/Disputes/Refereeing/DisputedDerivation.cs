namespace OpenGradient.Execution.Disputes;

/// <summary>The derivation of the disputed element.</summary>
/// <param name="Judgement">The judge and what was opened.</param>
/// <param name="Element">The element.</param>
/// <param name="Derivation">How it comes about.</param>
internal sealed record DisputedDerivation(Judgement Judgement, DisputedElement Element, Derivation Derivation);
