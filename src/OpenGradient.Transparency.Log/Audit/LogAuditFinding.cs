namespace OpenGradient.Transparency.Log;

/// <summary>One thing that is wrong with a log.</summary>
/// <param name="File">The file, relative to the log's directory.</param>
/// <param name="Problem">One sentence: what was found, and what would be right.</param>
public sealed record LogAuditFinding(string File, string Problem);
