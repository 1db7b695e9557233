namespace OpenGradient.Transparency.Witness.Tests.Kit;

/// <summary>How a witness behaves, as a log sees it.</summary>
internal enum WitnessMood
{
    /// <summary>As the specification says.</summary>
    Honest,

    /// <summary>Hangs up.</summary>
    Down,

    /// <summary>Never answers.</summary>
    Silent,

    /// <summary>Answers with a line under its key's name and hash that the key did not sign.</summary>
    Lying,

    /// <summary>Answers with what it signed of another log's tree of the same size and root.</summary>
    OtherLog,

    /// <summary>Says that it has cosigned nothing yet, whatever it has.</summary>
    StaleConflict,

    /// <summary>Says that it has cosigned more than there is.</summary>
    AheadConflict,

    /// <summary>Answers with no signature line.</summary>
    Garbage,
}
