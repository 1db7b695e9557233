using System.Collections.Immutable;
using OpenGradient.Execution.Speed;

namespace OpenGradient.Conformance.Speed;

/// <summary>How fast a model goes with so many threads, beside what the machine could do.</summary>
/// <param name="Machine">Measured in the same bench.</param>
/// <param name="PromptTokensPerSecond">A prompt of <see cref="SynthBench.PromptTokens"/> tokens, the best of its runs.</param>
/// <param name="Rows">One token each for so many rows.</param>
/// <param name="Requests">So many requests answered together.</param>
/// <param name="PromptLimit">Tokens per second if nothing but the products took time, at the machine's peak.</param>
/// <param name="GenerationLimit">Tokens per second of one row if nothing but reading the weights took time.</param>
public sealed record ThreadSpeed(MachineRates Machine, double PromptTokensPerSecond, ImmutableArray<RowSpeed> Rows, ImmutableArray<RequestSpeed> Requests, double PromptLimit, double GenerationLimit)
{
    /// <summary>Tokens per second of so many texts side by side: one reading of the weights for all of them, or the products, whichever takes longer.</summary>
    public double LimitOf(int textCount) => Math.Min(PromptLimit, textCount * GenerationLimit);

    /// <summary>Generation for one text as a share of <see cref="GenerationLimit"/>; null where one row was not measured.</summary>
    public double? BandwidthShare => Rows.FirstOrDefault(static row => row.RowCount == 1)?.TokensPerSecond / GenerationLimit;
}
