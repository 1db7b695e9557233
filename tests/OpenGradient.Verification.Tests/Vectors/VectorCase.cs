using OpenGradient.Receipts;
using OpenGradient.Tests;

namespace OpenGradient.Verification.Tests;

/// <summary>One vector before it is written: the bundle, and the row and code that it is there to reach.</summary>
/// <param name="Name">The name of the file.</param>
/// <param name="Why">Which attack or fault it shows.</param>
/// <param name="Bundle">The bytes of the bundle.</param>
/// <param name="Expected">One row of the report, as <c>kind:code</c>, written by hand.</param>
/// <param name="Policy">The policy, in JSON.</param>
internal sealed record VectorCase(string Name, string Why, byte[] Bundle, string Expected, string Policy = "{}")
{
    public long Now { get; init; } = Sample.Now;

    /// <summary>What the policy is asked about.</summary>
    public string? Purpose { get; init; }

    public string? Amount { get; init; }

    public VectorCase(string name, string why, Bundle bundle, string expected, string policy = "{}")
        : this(name, why, bundle.ToBytes(), expected, policy)
    {
    }
}
