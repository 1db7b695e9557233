namespace OpenGradient.Verification.Tests;

/// <summary>One demand of evidence that has a proof in it, or not.</summary>
/// <param name="Name">The name of the case.</param>
/// <param name="Why">What it shows.</param>
/// <param name="Keep">Which pieces of the published bundle's evidence are there.</param>
/// <param name="Policy">The policy, in JSON.</param>
/// <param name="Expected">The code of the row <c>policy</c>, written by hand.</param>
internal sealed record ProvenCase(string Name, string Why, int[] Keep, string Policy, string Expected = "ok")
{
    /// <summary>What the answer is for.</summary>
    public string Purpose { get; init; } = "transfer";

    /// <summary>How much it is about.</summary>
    public string Amount { get; init; } = "250";
}
