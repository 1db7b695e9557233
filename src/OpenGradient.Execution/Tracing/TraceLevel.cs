namespace OpenGradient.Execution;

/// <summary>How much of a run is recorded.</summary>
public enum TraceLevel
{
    /// <summary>The steps that the Program marks as traced: what a receipt binds.</summary>
    Program,

    /// <summary>Every output of every step as well, for whoever wants to find where two runs part: <see cref="RunResult.FullTrace"/>.</summary>
    Full,
}
