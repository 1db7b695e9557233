using System.Collections.Immutable;

namespace OpenGradient.Interop;

/// <summary>What checking a bundle found.</summary>
/// <param name="Fault">Why it is not accepted; null if it is.</param>
/// <param name="Times">The times at which the signature existed, as logs and timestamp authorities that are trusted say.</param>
/// <param name="LogIndices">The places of its entries in their logs.</param>
public sealed record SigstoreVerdict(EvidenceFault? Fault, ImmutableArray<DateTimeOffset> Times, ImmutableArray<long> LogIndices)
{
    /// <summary>The kind of the statement that was signed about the file; null if the file itself was signed, or nothing is accepted.</summary>
    public string? PredicateType { get; init; }

    /// <summary>Whether every check passed.</summary>
    public bool IsValid => Fault is null;

    internal static SigstoreVerdict Refused(EvidenceFault fault) => new(fault, [], []);
}
