namespace OpenGradient.Execution;

/// <summary>What one run may take; a run that needs more ends with an error that names the step.</summary>
/// <param name="LiveBytes">All values and scratch memory held at one moment.</param>
public sealed record ExecutionLimits(long LiveBytes)
{
    /// <summary>How many steps inside bodies of control flow may run, each run of a body counting as one more. Default 4,194,304.</summary>
    public long BodySteps { get; init; } = 1 << 22;

    /// <summary>2 GiB.</summary>
    public static ExecutionLimits Default { get; } = new(2L << 30);
}
