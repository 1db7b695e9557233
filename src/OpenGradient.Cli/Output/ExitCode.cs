namespace OpenGradient.Cli.Output;

/// <summary>What <c>og</c> tells its caller.</summary>
internal static class ExitCode
{
    /// <summary>Done; for <c>og verify</c>: the policy is met.</summary>
    public const int Done = 0;

    /// <summary>The command could not do its work; the reason is on standard error.</summary>
    public const int Failed = 1;

    /// <summary>Evidence is invalid.</summary>
    public const int Invalid = 2;

    /// <summary>Something that the policy requires could not be checked.</summary>
    public const int Unverifiable = 3;

    /// <summary>What several of them come to: invalid before everything else, then the largest.</summary>
    public static int Worst(IReadOnlyCollection<int> codes) => codes.Contains(Invalid) ? Invalid : codes.Max();
}
