namespace OpenGradient.Kernels;

/// <summary>x becomes f(x, number).</summary>
/// <typeparam name="TFunction">The function.</typeparam>
internal sealed class NumberLink<TFunction>(long number) : WideLink
    where TFunction : struct, IWideFunction
{
    private readonly long[] _number = [number];

    /// <inheritdoc/>
    public override bool HasOperand => false;

    /// <inheritdoc/>
    public override void Run(Span<long> block, ReadOnlySpan<long> operand) => WideMap<TFunction>.Run(block, _number, block);
}
