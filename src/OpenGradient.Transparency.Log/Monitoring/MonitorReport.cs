using System.Collections.Immutable;

namespace OpenGradient.Transparency.Log;

/// <summary>One look of a monitor at a log.</summary>
/// <param name="Checkpoint">What the log serves now; null if it is no checkpoint of this log.</param>
/// <param name="Previous">What it served when the monitor last found it good; null at the first look.</param>
/// <param name="Findings">What is wrong; empty if nothing is.</param>
public sealed record MonitorReport(Checkpoint? Checkpoint, Checkpoint? Previous, ImmutableArray<MonitorFinding> Findings);
