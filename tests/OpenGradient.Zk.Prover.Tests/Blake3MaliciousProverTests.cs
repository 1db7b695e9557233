namespace OpenGradient.Zk.Prover.Tests;

/// <inheritdoc/>
public sealed class Blake3MaliciousProverTests() : MaliciousProverTests(hidesWeights: false, hasBlake3: true);
