using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>Which text gives the Program its meaning.</summary>
/// <param name="Profile"><c>float</c> (IEEE 754 binary32) or <c>integer</c>.</param>
/// <param name="Semantics">The name of the semantics, <c>exec-1</c>; a label.</param>
/// <param name="Spec">SHA-256 of the text that was current when the receipt was made.</param>
public sealed record ExecutionStatement(string Profile, string Semantics, Digest Spec);
