namespace OpenGradient.Kernels;

/// <summary>In which order weights lie that stand alone, and how they are multiplied as they lie.</summary>
internal abstract class PlainLayout
{
    /// <summary>From the first weight of an output to that of the next, in bytes.</summary>
    /// <param name="strideBytes"><see cref="PlainWeights.StrideBytes"/>.</param>
    public abstract int OutputBytes(int strideBytes);

    /// <summary>How many outputs one row is to be multiplied with at a time, at least, so that what is read lies together.</summary>
    public abstract int RunOutputs { get; }

    /// <summary>Lays the outputs out as the panels of a <see cref="ProductKernel"/>: [outputs / 16, depth, 16]; missing outputs of the last panel are +0.</summary>
    public abstract void WritePanels(scoped in PlainWeights weights, Span<float> panels);

    /// <summary>Multiplies one row of x with outputs sixteen at a time, whose weights are read once and laid out nowhere.</summary>
    /// <param name="x">[depth].</param>
    /// <param name="weights">A multiple of sixteen outputs.</param>
    /// <param name="y">[outputs].</param>
    public abstract void MultiplyRow(ReadOnlySpan<float> x, scoped in PlainWeights weights, Span<float> y);

    /// <summary>The dot product of a row of x with the first output's weights: acc = fma(x, w, acc), k ascending, from +0. The definition.</summary>
    public abstract float Dot(ReadOnlySpan<float> x, scoped in PlainWeights weights);
}
