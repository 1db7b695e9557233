using System.Collections.Immutable;

namespace OpenGradient.Execution.Disputes;

/// <summary>How a dispute ended.</summary>
/// <param name="Code">Why.</param>
/// <param name="Convicted">Who lied, broke the rules or was silent; nobody if the claims agree.</param>
/// <param name="Reason">The same in a sentence.</param>
public sealed record Verdict(VerdictCode Code, ImmutableArray<Party> Convicted, string Reason);
