namespace OpenGradient.Transparency.Log;

/// <summary>What a monitor can find wrong with a log.</summary>
public enum MonitorFindingKind
{
    /// <summary>What is served as the checkpoint is none that the log signed.</summary>
    BadCheckpoint,

    /// <summary>The log signed two trees of which neither continues the other: proof of misconduct, in two signed notes.</summary>
    Fork,

    /// <summary>The log serves an older checkpoint than before.</summary>
    Rewind,

    /// <summary>Tiles or entries are missing, or do not lead to the signed root: the tree cannot be checked.</summary>
    BadTiles,

    /// <summary>An entry that is none of the receipts that were issued: somebody else signs under the key, or logs for it.</summary>
    NotIssued,

    /// <summary>Too few witnesses cosigned.</summary>
    NoQuorum,

    /// <summary>The checkpoint is older than it may be: the log stands still, or shows the monitor another state than others.</summary>
    Stale,
}
