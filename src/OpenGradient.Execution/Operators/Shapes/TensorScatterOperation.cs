using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>A cache with an update written over a part of it along <c>axis</c>. Inputs: cache, update, starts? (i64[batch]). Output: as the cache.</summary>
/// <remarks>
/// In batch b the update begins at index starts[b] (0 without starts) of the axis; with <c>circular</c> 1 it goes on at 0 after the last index,
/// otherwise it must fit. Batches are the first axis, which is not <c>axis</c>.
/// </remarks>
internal sealed class TensorScatterOperation(int axis, bool isCircular) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("TensorScatter", 2, 3, 1, static binding =>
        new TensorScatterOperation(binding.Attributes.Integer("axis", -2), binding.Attributes.Flag("circular", false)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value cache = run.Input(0);
        Value update = run.Input(1, cache.Type);
        int along = run.Axis(axis, cache.Rank);
        RequireFit(run, cache, update, along);
        Value? starts = run.Has(2) ? run.Input(2, ElementType.Int64) : null;
        if (starts is not null && starts.ElementCount != cache.Shape[0])
            throw run.Error($"there must be one start for each of {cache.Shape[0]} batches");
        Value y = run.Output(0, cache.Type, cache.Shape);
        cache.Bytes.CopyTo(y.Bytes);
        if (update.ElementCount == 0)
            return;
        int sliceBytes = checked(Interpreter.Shapes.ElementCount(cache.Shape, along + 1, cache.Rank) * cache.Type.SizeBytes());
        int outer = Interpreter.Shapes.ElementCount(cache.Shape, 0, along);
        for (int block = 0; block < outer; block++)
        {
            long start = starts is null ? 0 : starts.Longs[block / (outer / cache.Shape[0])];
            for (int i = 0; i < update.Shape[along]; i++)
            {
                int at = Place(run, start, i, cache.Shape[along]);
                update.Bytes.Slice(((block * update.Shape[along]) + i) * sliceBytes, sliceBytes).CopyTo(y.Bytes[(((block * cache.Shape[along]) + at) * sliceBytes)..]);
            }
        }
    }

    private int Place(StepRun run, long start, int index, int count)
    {
        if (start >= 0 && start <= int.MaxValue)
        {
            long at = isCircular ? (start + index) % count : start + index;
            if (at < count)
                return (int)at;
        }

        throw run.Error($"an update at {start} does not fit a cache of {count}");
    }

    private static void RequireFit(StepRun run, Value cache, Value update, int along)
    {
        bool fits = along > 0 && cache.Rank == update.Rank && update.Shape[along] <= cache.Shape[along];
        for (int other = 0; fits && other < cache.Rank; other++)
            fits = other == along || cache.Shape[other] == update.Shape[other];
        if (!fits)
            throw run.Error($"an update {Interpreter.Shapes.Describe(update.Shape)} does not fit a cache {Interpreter.Shapes.Describe(cache.Shape)} along axis {along}");
    }
}
