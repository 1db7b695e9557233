namespace OpenGradient.Transparency.Log;

/// <summary>One thing that is wrong with a log.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Problem">One sentence.</param>
public sealed record MonitorFinding(MonitorFindingKind Kind, string Problem)
{
    /// <summary>Whether the log, or whoever holds a key, did something that cannot be explained by a fault of the network or the clock.</summary>
    public bool IsMisconduct => Kind is MonitorFindingKind.BadCheckpoint or MonitorFindingKind.Fork or MonitorFindingKind.Rewind or MonitorFindingKind.NotIssued;
}
