namespace OpenGradient.Zk.Commitments;

/// <summary>The matrix that a committed vector is, and its code; proof-1 section 7.</summary>
/// <param name="LogRowCount">a.</param>
/// <param name="LogRowElements">c: a row has 2^c elements.</param>
/// <param name="LogInverseRate">b: a code word is 2^b times as long as its row.</param>
internal sealed record CommitmentShape(int LogRowCount, int LogRowElements, int LogInverseRate)
{
    public int VariableCount => LogRowCount + LogRowElements;

    public int RowCount => 1 << LogRowCount;

    public int RowElements => 1 << LogRowElements;

    public int LogCodeElements => LogRowElements + LogInverseRate;

    public int CodeElements => 1 << LogCodeElements;
}
