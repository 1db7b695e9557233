using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Trees;

namespace OpenGradient.Zk.Commitments;

/// <summary>The matrix that a committed vector is, its code and its tree; proof-1 section 7.</summary>
/// <param name="LogRowCount">a.</param>
/// <param name="LogRowElements">c: a row has 2^c elements.</param>
/// <param name="LogInverseRate">b: a code word is 2^b times as long as its row.</param>
internal sealed record CommitmentShape(int LogRowCount, int LogRowElements, int LogInverseRate)
{
    /// <summary>τ: a row has 2^τ random coefficients more, so that as many columns tell nothing; null where nothing is hidden. See proof-1 section 14.</summary>
    public int? LogBlindElements { get; init; }

    /// <summary>What the tree over the columns of code words is hashed with.</summary>
    public TreeHash Trees { get; init; }

    /// <summary>Whether the rows are random themselves, and are there to hide those of another vector.</summary>
    public bool IsMask { get; init; }

    public int BlindElements => LogBlindElements is int log ? 1 << log : 0;

    public int VariableCount => LogRowCount + LogRowElements;

    public int RowCount => 1 << LogRowCount;

    public int RowElements => 1 << LogRowElements;

    public int LogCodeElements => LogRowElements + LogInverseRate;

    public int CodeElements => 1 << LogCodeElements;

    /// <summary>Of the random rows that hide a combination of these over a field of some degree: as many, or the next power of two.</summary>
    public CommitmentShape MaskOf(int degree) => this with { LogRowCount = TensorShape.LogOf(degree), IsMask = true };

    /// <summary>Of the random coefficients of the rows: their code words are as long as those of the rows.</summary>
    public CommitmentShape BlindShape => new(LogRowCount, LogBlindElements ?? 0, LogCodeElements - (LogBlindElements ?? 0));
}
