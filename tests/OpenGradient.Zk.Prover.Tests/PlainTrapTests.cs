namespace OpenGradient.Zk.Prover.Tests;

/// <inheritdoc/>
public sealed class PlainTrapTests() : TrapTests(isHiding: false, hasBlake3: false);
