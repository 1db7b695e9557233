using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Hiding;

namespace OpenGradient.Zk.Statements;

/// <summary>The numbers of a profile; proof-1 section 8.</summary>
/// <param name="LogInverseRate">b.</param>
/// <param name="Queries">Q and g, for each commitment.</param>
internal sealed record ProofParameters(int LogInverseRate, QueryParameters Queries)
{
    /// <summary>Rows are longer than there are rows by about as much as a query costs more for a row than a column costs: see proof-1 section 11.</summary>
    private const int LogLengthening = 6;

    /// <summary>A row is at least so many times as long as what hides it, which costs distance.</summary>
    private const int LogLeastShare = 2;

    /// <summary>A rate of a quarter, and 84 bits by queries, 16 by work.</summary>
    public static ProofParameters Default { get; } = new(2, new(124, 16));

    /// <summary>The matrix for a vector of 2^<paramref name="variableCount"/> elements.</summary>
    public CommitmentShape ShapeOf(int variableCount)
    {
        int logRowElements = Math.Min(variableCount, (variableCount + LogLengthening + 1) / 2);
        return new(variableCount - logRowElements, logRowElements, LogInverseRate);
    }

    /// <summary>The matrix for a vector that is hidden in one proof: more random values in a row than columns are opened, and short beside the row.</summary>
    public CommitmentShape HidingShapeOf(int variableCount)
    {
        int logBlind = TableauShape.LogAbove(Queries.QueryCount);
        int logRowElements = Math.Max(ShapeOf(variableCount).LogRowElements, logBlind + LogLeastShare);
        return new(variableCount - logRowElements, logRowElements, LogInverseRate) { LogBlindElements = logBlind };
    }
}
