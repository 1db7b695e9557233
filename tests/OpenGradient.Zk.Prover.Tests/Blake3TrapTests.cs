namespace OpenGradient.Zk.Prover.Tests;

/// <inheritdoc/>
public sealed class Blake3TrapTests() : TrapTests(isHiding: false, hasBlake3: true);
