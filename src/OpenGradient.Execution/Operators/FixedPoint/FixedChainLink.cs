using OpenGradient.Kernels;

namespace OpenGradient.Execution.Operators;

/// <summary>One link of a <see cref="FixedChainOperation"/>.</summary>
/// <param name="Link">What is done.</param>
/// <param name="Before">What is done to its operand first; all of these are without operands.</param>
internal sealed record FixedChainLink(WideLink Link, WideLink[] Before)
{
    /// <summary>Runs it on a block.</summary>
    /// <param name="block">At least one element.</param>
    /// <param name="operand">As long as the block; or one element, which serves all; or shorter, then its last element stands for those that are missing.</param>
    public void Run(Span<long> block, ReadOnlySpan<long> operand)
    {
        bool isAsItIs = Before.Length == 0 && (operand.Length == 1 || operand.Length == block.Length);
        if (isAsItIs)
            Link.Run(block, operand);
        else
            RunCopied(block, operand);
    }

    /// <summary>The operand as it meets the block, in the memory given; if that is longer, with its last element where elements are missing.</summary>
    public Span<long> Changed(ReadOnlySpan<long> operand, Span<long> memory)
    {
        operand.CopyTo(memory);
        memory[operand.Length..].Fill(operand[^1]);
        foreach (WideLink link in Before)
            link.Run(memory, default);
        return memory;
    }

    private void RunCopied(Span<long> block, ReadOnlySpan<long> operand)
    {
        Span<long> memory = stackalloc long[ElementsAtOnce];
        if (operand.Length == 1)
        {
            Link.Run(block, Changed(operand, memory[..1]));
            return;
        }

        for (int start = 0; start < block.Length; start += ElementsAtOnce)
        {
            Span<long> part = block.Slice(start, Math.Min(ElementsAtOnce, block.Length - start));
            Link.Run(part, Changed(operand.Slice(start, Math.Min(part.Length, operand.Length - start)), memory[..part.Length]));
        }
    }

    private const int ElementsAtOnce = 64;
}
