namespace OpenGradient.Kernels;

/// <summary>x becomes f(x, y).</summary>
/// <typeparam name="TFunction">The function.</typeparam>
internal sealed class FunctionLink<TFunction> : WideLink
    where TFunction : struct, IWideFunction
{
    /// <inheritdoc/>
    public override bool HasOperand => true;

    /// <inheritdoc/>
    public override void Run(Span<long> block, ReadOnlySpan<long> operand) => WideMap<TFunction>.Run(block, operand, block);
}
