namespace OpenGradient.Kernels;

/// <summary>Rows of weights that stand alone, multiplied as they are stored.</summary>
internal abstract class PlainRows
{
    /// <summary>Lays some outputs out as the panels of a <see cref="ProductKernel"/>: [outputs / 16, depth, 16]; missing outputs of the last panel are +0.</summary>
    /// <param name="weights">From the first of the outputs on.</param>
    /// <param name="outputCount">How many outputs.</param>
    /// <param name="depth">Weights of an output.</param>
    /// <param name="panels">Where to.</param>
    public abstract void WritePanels(ReadOnlySpan<byte> weights, int outputCount, int depth, Span<float> panels);

    /// <summary>Multiplies one row of x with outputs sixteen at a time, whose weights are read once and laid out nowhere.</summary>
    /// <param name="x">[depth].</param>
    /// <param name="weights">From the first of the outputs on.</param>
    /// <param name="bias">[outputs] or nothing.</param>
    /// <param name="y">[outputs], a multiple of sixteen.</param>
    public abstract void MultiplyRow(ReadOnlySpan<float> x, ReadOnlySpan<byte> weights, ReadOnlySpan<float> bias, Span<float> y);

    /// <summary>Widens elements to binary32; a NaN stays one, not in the one form.</summary>
    public abstract void Widen(ReadOnlySpan<byte> stored, Span<float> elements);

    /// <summary>The dot product of a row of x with one output's weights: acc = fma(x, w, acc), k ascending, from +0. The definition.</summary>
    public abstract float Dot(ReadOnlySpan<float> x, ReadOnlySpan<byte> weights);
}
