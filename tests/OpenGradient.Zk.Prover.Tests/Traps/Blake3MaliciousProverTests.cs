namespace OpenGradient.Zk.Prover.Tests.Traps;

/// <inheritdoc/>
public sealed class Blake3MaliciousProverTests() : MaliciousProverTests(hidesWeights: false, hasBlake3: true);
