using System.Collections.Immutable;
using OpenGradient.Transparency;

namespace OpenGradient.Verification;

/// <summary>The row <c>log</c>, and where the receipt stands in the log if the row is valid.</summary>
/// <param name="Row">The row.</param>
/// <param name="Index">The index of the entry.</param>
/// <param name="Size">The size of the tree that the log signed.</param>
/// <param name="Key">The log's key; null if the row is not valid.</param>
/// <param name="CheckpointNote">What it signed, with everybody else's lines; empty if the row is not valid.</param>
internal sealed record LogFinding(ReportRow Row, ulong Index = 0, ulong Size = 0, LogVerifierKey? Key = null, ImmutableArray<byte> CheckpointNote = default);
