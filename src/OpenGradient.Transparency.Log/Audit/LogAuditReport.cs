using System.Collections.Immutable;

namespace OpenGradient.Transparency.Log;

/// <summary>What an audit of a log's files found.</summary>
/// <param name="Checkpoint">The signed head that the files were held against; null if there is none that the key signed.</param>
/// <param name="Findings">What is wrong, file by file; empty if every file is what the signed head says.</param>
public sealed record LogAuditReport(Checkpoint? Checkpoint, ImmutableArray<LogAuditFinding> Findings)
{
    /// <summary>Whether every file is what the signed head says. Nothing here speaks about other heads that the log may have signed.</summary>
    public bool IsConsistent => Findings.IsEmpty;
}
