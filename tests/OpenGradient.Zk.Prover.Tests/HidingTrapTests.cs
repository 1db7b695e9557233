namespace OpenGradient.Zk.Prover.Tests;

/// <inheritdoc/>
[Trait("Category", "Slow")]
public sealed class HidingTrapTests() : TrapTests(isHiding: true, hasBlake3: false);
