namespace OpenGradient.Kernels;

/// <summary>Bounds, and a change of scale without a table. The epilogue has one output.</summary>
internal sealed class EpilogueLink(FixedEpilogue epilogue) : WideLink
{
    /// <inheritdoc/>
    public override bool HasOperand => false;

    /// <inheritdoc/>
    public override void Run(Span<long> block, ReadOnlySpan<long> operand) => epilogue.OfOutput(0, block, block);
}
