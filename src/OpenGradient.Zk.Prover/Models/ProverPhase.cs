namespace OpenGradient.Zk.Prover;

/// <summary>What a prover does, in this order.</summary>
public enum ProverPhase
{
    /// <summary>Commits to the weights, unless that was done before.</summary>
    Key,

    /// <summary>Runs the core and keeps what every step made.</summary>
    Run,

    /// <summary>Commits to the columns of the run.</summary>
    Commitment,

    /// <summary>Shows that everything looked up stands in its table.</summary>
    Lookups,

    /// <summary>Shows the steps of the core, from the last to the first.</summary>
    Steps,

    /// <summary>Opens the commitments.</summary>
    Openings,
}
