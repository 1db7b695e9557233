namespace OpenGradient.Zk.Prover.Tests;

/// <inheritdoc/>
public sealed class PlainMaliciousProverTests() : MaliciousProverTests(hidesWeights: false, hasBlake3: false);
