using OpenGradient.Execution.Interpreter;
using OpenGradient.Execution.Interpreter.Fusion;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Arithmetic, bounds and changes of scale of 64-bit integers, one after the other, in one pass over memory: see <see cref="FixedFusion"/>.</summary>
/// <param name="entry">How the first operand becomes integers.</param>
/// <param name="links">What is done to it; those that take operands take the step's next inputs.</param>
/// <param name="end">What becomes of them at the end; null if they stay.</param>
internal sealed class FixedChainOperation(FixedChainEntry entry, FixedChainLink[] links, FixedChainEnd? end) : IOperation
{
    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        FixedChainLayout layout = run.Recall<FixedChainLayout>() ?? run.Remember(FixedChainLayout.Create(run, links, entry));
        Value y = run.Output(0, end?.Type ?? ElementType.Int64, layout.Shape);
        if (!layout.IsPlain)
            RunLinkByLink(run, layout, y);
        else if (layout.Columns == y.ElementCount && y.ElementCount <= ShortElements)
            RunShort(run, layout, y);
        else if (y.ElementCount > 0)
            run.Workers.For(new Parts(this, run, layout, y, Memory(run)), (y.ElementCount + PartElements - 1) / PartElements);
    }

    private bool IsInPlace => end is null;

    /// <summary>A block for each thread; none where blocks are made in the output.</summary>
    private Span<long> Memory(StepRun run) => IsInPlace ? default : run.Scratch<long>(FixedChainLayout.BlockElements * run.Workers.Count);

    /// <summary>One short row, filled up to whole vectors with its last element: what becomes of that is not kept.</summary>
    private void RunShort(StepRun run, FixedChainLayout layout, Value y)
    {
        int count = y.ElementCount;
        Span<long> memory = stackalloc long[ShortElements];
        Span<long> block = memory[..((count + 7) & ~7)];
        (int start, int length, _) = layout.Part(0, 0, count);
        entry.Run(run.Input(0), start, length, block[..count]);
        block[count..].Fill(block[count - 1]);
        int input = 1;
        foreach (FixedChainLink link in links)
        {
            if (link.Link.HasOperand)
            {
                (start, length, _) = layout.Part(input, 0, count);
                link.Run(block, run.Input(input++).Longs.Slice(start, length));
            }
            else
            {
                link.Link.Run(block, default);
            }
        }

        Leave(run, block[..count], y, 0);
    }

    /// <summary>Everything up to the end, for elements from a position on.</summary>
    private void RunBlock(StepRun run, FixedChainLayout layout, int position, Span<long> block)
    {
        Enter(run.Input(0), layout, position, block);
        int input = 1;
        foreach (FixedChainLink link in links)
        {
            if (link.Link.HasOperand)
                RunLink(link, run.Input(input).Longs, layout, input++, position, block);
            else
                link.Link.Run(block, default);
        }
    }

    private void Enter(Value x, FixedChainLayout layout, int position, Span<long> block)
    {
        for (int done = 0; done < block.Length;)
        {
            (int start, int length, int count) = layout.Part(0, position + done, block.Length - done);
            entry.Run(x, start, length, block.Slice(done, count));
            done += count;
        }
    }

    private static void RunLink(FixedChainLink link, ReadOnlySpan<long> operand, FixedChainLayout layout, int input, int position, Span<long> block)
    {
        for (int done = 0; done < block.Length;)
        {
            (int start, int length, int count) = layout.Part(input, position + done, block.Length - done);
            link.Run(block.Slice(done, count), operand.Slice(start, length));
            done += count;
        }
    }

    private void Leave(StepRun run, ReadOnlySpan<long> block, Value y, int start)
    {
        if (end is null)
            block.CopyTo(y.Longs[start..]);
        else
            end.Run(run, block, y, start);
    }

    /// <summary>Operands that meet in other ways: each link over all elements, in the shape that there is by then.</summary>
    private void RunLinkByLink(StepRun run, FixedChainLayout layout, Value y)
    {
        Span<long> all = run.Scratch<long>(run.Input(0).ElementCount);
        entry.Run(run.Input(0), 0, all.Length, all);
        int input = 1;
        foreach (FixedChainLink link in links)
        {
            if (link.Link.HasOperand)
                all = Widened(run, link.Link, layout.Walks[input - 1], all, Operand(run, link, run.Input(input++).Longs));
            else if (all.Length > 0)
                link.Link.Run(all, default);
        }

        if (all.Length > 0)
            Leave(run, all, y, 0);
    }

    private static ReadOnlySpan<long> Operand(StepRun run, FixedChainLink link, ReadOnlySpan<long> operand) =>
        link.Before.Length == 0 || operand.Length == 0 ? operand : link.Changed(operand, run.Scratch<long>(operand.Length));

    private static Span<long> Widened(StepRun run, WideLink link, Broadcast walk, ReadOnlySpan<long> x, ReadOnlySpan<long> operand)
    {
        Span<long> z = run.Scratch<long>(Interpreter.Shapes.ElementCount(walk.Shape));
        walk.Restart();
        while (walk.Next() && !run.Workers.IsCancelled)
        {
            Span<long> part = z.Slice(walk.OutputOffset, walk.RunLength);
            ReadOnlySpan<long> own = walk.Slice(0, x);
            if (own.Length == part.Length)
                own.CopyTo(part);
            else
                part.Fill(own[0]);
            link.Run(part, walk.Slice(1, operand));
        }

        return z;
    }

    private readonly ref struct Parts(FixedChainOperation chain, StepRun run, FixedChainLayout layout, Value y, Span<long> memory) : IWorkBody
    {
        private readonly Span<long> _memory = memory;

        public void Run(int part, int participant)
        {
            int start = part * PartElements;
            int end = Math.Min(y.ElementCount, start + PartElements);
            if (chain.IsInPlace)
                RunInPlace(start, end);
            else
                RunBlocks(start, end, _memory.Slice(participant * FixedChainLayout.BlockElements, FixedChainLayout.BlockElements));
        }

        private void RunInPlace(int start, int end)
        {
            for (int count; start < end; start += count)
            {
                count = layout.BlockLength(start, end);
                chain.RunBlock(run, layout, start, y.Longs.Slice(start, count));
            }
        }

        private void RunBlocks(int start, int end, Span<long> memory)
        {
            for (int count; start < end; start += count)
            {
                count = layout.BlockLength(start, end);
                chain.RunBlock(run, layout, start, memory[..count]);
                chain.Leave(run, memory[..count], y, start);
            }
        }
    }

    private const int ShortElements = 64;
    private const int PartElements = 1 << 13;
}
