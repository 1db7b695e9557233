namespace OpenGradient.Kernels;

/// <summary>One link of a chain over 64-bit integers: changes a block of them where it lies.</summary>
internal abstract class WideLink
{
    /// <summary>Whether it takes a second operand.</summary>
    public abstract bool HasOperand { get; }

    /// <summary>Changes the block.</summary>
    /// <param name="block">At least one element.</param>
    /// <param name="operand">As long as the block, or one element; empty if there is none.</param>
    public abstract void Run(Span<long> block, ReadOnlySpan<long> operand);
}
