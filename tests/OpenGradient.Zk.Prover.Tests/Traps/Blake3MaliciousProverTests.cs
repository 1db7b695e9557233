namespace OpenGradient.Zk.Prover.Tests.Traps;

/// <inheritdoc/>
[Trait("Category", "Slow")]
public sealed class Blake3MaliciousProverTests() : MaliciousProverTests(hidesWeights: false, hasBlake3: true);
