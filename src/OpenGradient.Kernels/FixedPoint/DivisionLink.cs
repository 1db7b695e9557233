namespace OpenGradient.Kernels;

/// <summary>x becomes the quotient of <see cref="FixedDivision"/>.</summary>
internal sealed class DivisionLink(int shift) : WideLink
{
    /// <inheritdoc/>
    public override bool HasOperand => true;

    /// <inheritdoc/>
    public override void Run(Span<long> block, ReadOnlySpan<long> operand) => FixedDivision.Run(block, operand, shift, block);
}
