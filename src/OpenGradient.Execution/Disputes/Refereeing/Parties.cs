using System.Collections.Immutable;

namespace OpenGradient.Execution.Disputes;

/// <summary>The two parties.</summary>
internal static class Parties
{
    /// <summary>Both, in order.</summary>
    public static ImmutableArray<Party> Both { get; } = [Party.A, Party.B];
}
