namespace OpenGradient.Kernels;

/// <summary>What <see cref="WideWork{TKernel}"/> does with a stretch of its output.</summary>
internal interface IWideKernel
{
    /// <summary>Makes elements [start, start + count) of the output.</summary>
    /// <param name="x">As many elements of the first operand, or one for all.</param>
    /// <param name="y">As many elements of the second operand, or one for all.</param>
    /// <param name="start">Where the stretch begins.</param>
    /// <param name="count">How long it is.</param>
    void Run(ReadOnlySpan<long> x, ReadOnlySpan<long> y, int start, int count);
}
