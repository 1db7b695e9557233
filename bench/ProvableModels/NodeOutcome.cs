namespace OpenGradient.Benchmarks.ProvableModels;

/// <summary>How far an operator test came.</summary>
internal enum NodeOutcome
{
    /// <summary>Compiled, near the float model, proved and verified.</summary>
    Proved,

    /// <summary>Compiled, and more than 1 % of the range from the float model.</summary>
    Far,

    /// <summary>Refused by name.</summary>
    Refused,

    /// <summary>Not understood as a float model, either.</summary>
    NoFloat,

    /// <summary>Anything else: a fault of ours.</summary>
    Defect,
}
