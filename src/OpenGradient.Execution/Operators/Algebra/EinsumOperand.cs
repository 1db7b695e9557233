namespace OpenGradient.Execution.Operators;

/// <summary>Elements with named axes: where the neighbours along each axis are.</summary>
/// <param name="Labels">The axes, outermost first, each once.</param>
/// <param name="Sizes">Their sizes.</param>
/// <param name="Steps">How far neighbours along them are apart.</param>
internal sealed record EinsumOperand(int[] Labels, int[] Sizes, int[] Steps)
{
    /// <summary>Row-major elements.</summary>
    public static EinsumOperand RowMajor(int[] labels, int[] sizes) => new(labels, sizes, StridedCopy.Steps(sizes));

    /// <summary>Whether an axis is there.</summary>
    public bool Has(int label) => Array.IndexOf(Labels, label) >= 0;

    /// <summary>The size of an axis; 1 if it is not there.</summary>
    public int Size(int label) => Array.IndexOf(Labels, label) is >= 0 and int axis ? Sizes[axis] : 1;

    /// <summary>How far neighbours are apart; 0 if the axis is not there.</summary>
    public int Step(int label) => Array.IndexOf(Labels, label) is >= 0 and int axis ? Steps[axis] : 0;
}
