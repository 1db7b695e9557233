namespace OpenGradient.Transparency.Witness.Tests.Kit;

/// <summary>What can be done to a log, and what can befall it.</summary>
internal enum LogStepKind
{
    /// <summary>Some entries at the same time.</summary>
    Append,

    /// <summary>A proof of an entry that was promised.</summary>
    Prove,

    /// <summary>Closed and opened.</summary>
    Restart,

    /// <summary>The power goes while entries are written: of what was not flushed any sectors are there, the last of them to any byte.</summary>
    PowerFailure,

    /// <summary>The disk of the sequence takes some more writes, then none.</summary>
    DiskFull,

    /// <summary>No tile and no checkpoint can be written any more.</summary>
    PublicDiskFull,

    /// <summary>A public file ends at any byte when the log is opened.</summary>
    TornTile,

    /// <summary>The clock on the wall jumps.</summary>
    Clock,

    /// <summary>Somebody else opens the directory.</summary>
    SecondOpen,

    /// <summary>A witness changes its mood.</summary>
    Witness,
}
