namespace OpenGradient.Execution.Disputes;

/// <summary>Where two parties differed, as far as their dispute came.</summary>
/// <param name="Leaf">The leaf of the full trace; null if it came to none.</param>
/// <param name="Value">The value there: <c>step:3:0</c>.</param>
/// <param name="Operator">The operator of its step.</param>
/// <param name="Tile">The tile in it.</param>
/// <param name="Element">The element.</param>
/// <param name="Term">The term of its derivation.</param>
/// <param name="Claimed">The bits that party a committed to, most significant first, in hexadecimal.</param>
public sealed record DisputePlace(int? Leaf, string? Value, string? Operator, int? Tile, long? Element, long? Term, string? Claimed);
