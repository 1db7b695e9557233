namespace OpenGradient.Zk.Prover.Tests.Traps;

/// <inheritdoc/>
[Trait("Category", "Slow")]
public sealed class HidingMaliciousProverTests() : MaliciousProverTests(hidesWeights: true, hasBlake3: false);
