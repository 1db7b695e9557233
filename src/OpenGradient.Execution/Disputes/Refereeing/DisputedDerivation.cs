namespace OpenGradient.Execution.Disputes;

/// <summary>The derivation of the disputed element, or of the dimension on which type and shape depend.</summary>
/// <param name="Judgement">The judge and what was opened.</param>
/// <param name="Element">The element; null if it is the dimension.</param>
/// <param name="Derivation">How it comes about.</param>
internal sealed record DisputedDerivation(Judgement Judgement, DisputedElement? Element, Derivation Derivation);
