namespace OpenGradient.Zk.Prover.Tests.Traps;

/// <inheritdoc/>
[Trait("Category", "Slow")]
public sealed class HidingTrapTests() : TrapTests(isHiding: true, hasBlake3: false);
