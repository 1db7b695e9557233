namespace OpenGradient.Zk.Prover.Tests;

/// <inheritdoc/>
public sealed class HidingMaliciousProverTests() : MaliciousProverTests(hidesWeights: true);
