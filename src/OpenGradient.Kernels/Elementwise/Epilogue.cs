namespace OpenGradient.Kernels;

/// <summary>A function that is applied to each part of an output while it lies in a cache. The bits are those of a pass over the whole.</summary>
internal abstract class Epilogue
{
    /// <summary>y[i] = f(y[i]).</summary>
    public abstract void Apply(Span<float> y, Workers workers = default);

    /// <summary>The same for rows that lie a step apart.</summary>
    public void Apply(Span<float> y, int rowCount, int columnCount, int step)
    {
        for (int row = 0; row < rowCount; row++)
            Apply(y.Slice(row * step, columnCount));
    }
}
