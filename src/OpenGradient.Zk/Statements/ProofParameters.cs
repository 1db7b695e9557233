using OpenGradient.Zk.Commitments;

namespace OpenGradient.Zk.Statements;

/// <summary>The numbers of a profile; proof-1 section 8.</summary>
/// <param name="LogInverseRate">b.</param>
/// <param name="Queries">Q and g, for each commitment.</param>
internal sealed record ProofParameters(int LogInverseRate, QueryParameters Queries)
{
    /// <summary>Rows are longer than there are rows by about as much as a query costs more for a row than a column costs: see proof-1 section 11.</summary>
    private const int LogLengthening = 6;

    /// <summary>A rate of a quarter, and 84 bits by queries, 16 by work.</summary>
    public static ProofParameters Default { get; } = new(2, new(124, 16));

    /// <summary>The matrix for a vector of 2^<paramref name="variableCount"/> elements.</summary>
    public CommitmentShape ShapeOf(int variableCount)
    {
        int logRowElements = Math.Min(variableCount, (variableCount + LogLengthening + 1) / 2);
        return new(variableCount - logRowElements, logRowElements, LogInverseRate);
    }
}
