using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Sums, quotients, bounds and a change of scale of i64, one after the other, in one pass over memory: see <see cref="FixedFusion"/>.</summary>
/// <param name="entry">How the first operand becomes integers; null if it is i64.</param>
/// <param name="links">What is done to it; those that take operands take the step's next inputs.</param>
/// <param name="narrow">What makes i16 of it at the end; null if it stays i64.</param>
internal sealed class FixedChainOperation(FixedEntry? entry, WideLink[] links, FixedEpilogue? narrow) : IOperation
{
    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        FixedChainLayout layout = run.Recall<FixedChainLayout>() ?? run.Remember(FixedChainLayout.Create(run, links, entry is null ? ElementType.Int64 : ElementType.Float32));
        Value y = run.Output(0, narrow is null ? ElementType.Int64 : ElementType.Int16, layout.Shape);
        if (!layout.IsPlain)
            RunLinkByLink(run, layout, y);
        else if (y.ElementCount > 0)
            run.Workers.For(new Parts(this, run, layout, y), (y.ElementCount + PartElements - 1) / PartElements);
    }

    private bool IsNarrow => narrow is not null;

    private void RunBlock(StepRun run, FixedChainLayout layout, int row, int column, Span<long> block)
    {
        Enter(run.Input(0), layout.Part(0, row, column, block.Length), block);
        int input = 1;
        foreach (WideLink link in links)
        {
            if (!link.HasOperand)
            {
                link.Run(block, default);
                continue;
            }

            (int start, int length) = layout.Part(input, row, column, block.Length);
            link.Run(block, run.Input(input).Longs.Slice(start, length));
            input++;
        }
    }

    private void Enter(Value x, (int Start, int Length) part, Span<long> block)
    {
        if (entry is not null)
            entry.Run(x.Floats.Slice(part.Start, part.Length), block);
        else if (part.Length == block.Length)
            x.Longs.Slice(part.Start, part.Length).CopyTo(block);
        else
            block.Fill(x.Longs[part.Start]);
    }

    private void Leave(ReadOnlySpan<long> block, Value y, int start)
    {
        if (narrow is null)
            block.CopyTo(y.Longs[start..]);
        else
            narrow.OfOutput(0, block, y.WritableWords<short>().Slice(start, block.Length));
    }

    /// <summary>Operands that meet in other ways: each link over all elements, in the shape that there is by then.</summary>
    private void RunLinkByLink(StepRun run, FixedChainLayout layout, Value y)
    {
        Span<long> all = run.Scratch<long>(run.Input(0).ElementCount);
        for (int start = 0; start < all.Length; start += FixedEntry.BlockElements)
        {
            int count = Math.Min(FixedEntry.BlockElements, all.Length - start);
            Enter(run.Input(0), (start, count), all.Slice(start, count));
        }

        int input = 1;
        foreach (WideLink link in links)
        {
            if (link.HasOperand)
                all = Widened(run, link, layout.Walks[input - 1], all, run.Input(input++).Longs);
            else if (all.Length > 0)
                link.Run(all, default);
        }

        if (all.Length > 0)
            Leave(all, y, 0);
    }

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

    private readonly struct Parts(FixedChainOperation chain, StepRun run, FixedChainLayout layout, Value y) : IWorkBody
    {
        public void Run(int part, int participant)
        {
            Span<long> memory = stackalloc long[FixedEntry.BlockElements];
            int end = Math.Min(y.ElementCount, (part + 1) * PartElements);
            for (int start = part * PartElements; start < end;)
            {
                (int row, int column) = Math.DivRem(start, layout.Columns);
                int count = Math.Min(Math.Min(layout.Columns - column, end - start), memory.Length);
                Span<long> block = chain.IsNarrow ? memory[..count] : y.Longs.Slice(start, count);
                chain.RunBlock(run, layout, row, column, block);
                if (chain.IsNarrow)
                    chain.Leave(block, y, start);
                start += count;
            }
        }
    }

    private const int PartElements = 1 << 14;
}
