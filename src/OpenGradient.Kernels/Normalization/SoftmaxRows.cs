namespace OpenGradient.Kernels;

/// <summary><see cref="SoftmaxKernel"/>, group of rows by group of rows.</summary>
internal readonly struct SoftmaxRows : IRowKernel
{
    /// <inheritdoc/>
    public void Run(ReadOnlySpan<float> x, int columnCount, Span<float> y) => LaneDispatch.Run(new SoftmaxKernel(x, columnCount, y));
}
