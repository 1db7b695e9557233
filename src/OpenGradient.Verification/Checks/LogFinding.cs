namespace OpenGradient.Verification;

/// <summary>The row <c>log</c>, and where the receipt stands in the log if the row is valid.</summary>
/// <param name="Row">The row.</param>
/// <param name="Index">The index of the entry.</param>
/// <param name="Size">The size of the tree that the log signed.</param>
internal sealed record LogFinding(ReportRow Row, ulong Index, ulong Size);
