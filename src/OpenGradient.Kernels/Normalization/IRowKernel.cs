namespace OpenGradient.Kernels;

/// <summary>Something done to each row by itself.</summary>
internal interface IRowKernel
{
    /// <summary>Shapes: x [rows, columns]; y as the kernel says.</summary>
    void Run(ReadOnlySpan<float> x, int columnCount, Span<float> y);
}
