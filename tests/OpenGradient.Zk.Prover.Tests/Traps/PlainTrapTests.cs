namespace OpenGradient.Zk.Prover.Tests.Traps;

/// <inheritdoc/>
public sealed class PlainTrapTests() : TrapTests(isHiding: false, hasBlake3: false);
