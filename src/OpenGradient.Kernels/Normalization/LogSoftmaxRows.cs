namespace OpenGradient.Kernels;

/// <summary><see cref="LogSoftmaxKernel"/>, group of rows by group of rows.</summary>
internal readonly struct LogSoftmaxRows : IRowKernel
{
    /// <inheritdoc/>
    public void Run(ReadOnlySpan<float> x, int columnCount, Span<float> y) => LaneDispatch.Run(new LogSoftmaxKernel(x, columnCount, y));
}
