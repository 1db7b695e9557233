using System.Collections.Immutable;

namespace OpenGradient.Execution.Disputes;

/// <summary>A stretch of a derivation: the parties agree on its beginning and not on its end.</summary>
/// <param name="From">The position on which they agree.</param>
/// <param name="State">The state there.</param>
/// <param name="To">The position on which they do not.</param>
/// <param name="Claims">The states that they claim there; null at the end of the derivation, where the tiles say it.</param>
internal sealed record DerivationRange(long From, ImmutableArray<ulong> State, long To, Pair<ImmutableArray<ulong>>? Claims)
{
    /// <summary>The most positions asked for in one round, plus one.</summary>
    private const int PartCount = 16;

    /// <summary>The positions that cut the stretch into at most sixteen parts.</summary>
    public ImmutableArray<long> Cuts()
    {
        long parts = Math.Min(PartCount, To - From);
        return [.. Enumerable.Range(1, (int)parts - 1).Select(part => From + ((To - From) * part / parts))];
    }
}
