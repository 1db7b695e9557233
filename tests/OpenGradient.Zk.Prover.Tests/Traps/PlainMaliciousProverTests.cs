namespace OpenGradient.Zk.Prover.Tests.Traps;

/// <inheritdoc/>
public sealed class PlainMaliciousProverTests() : MaliciousProverTests(hidesWeights: false, hasBlake3: false);
