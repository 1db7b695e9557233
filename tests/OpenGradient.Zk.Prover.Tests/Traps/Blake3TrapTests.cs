namespace OpenGradient.Zk.Prover.Tests.Traps;

/// <inheritdoc/>
public sealed class Blake3TrapTests() : TrapTests(isHiding: false, hasBlake3: true);
