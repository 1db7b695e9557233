using System.Numerics;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>The different slices along <c>axis</c> (without it: elements), where each is first, which one each is, and how often each occurs.</summary>
/// <remarks>Ascending by their elements in row-major order, or with <c>sorted</c> 0 in the order in which they first occur. NaNs are equal.</remarks>
internal sealed class UniqueOperation(int? axis, bool isSorted) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("Unique", 1, 1, 4, static binding => new UniqueOperation(
        binding.Attributes.Integers("axis") is { } axis ? axis is [int one] ? one : throw binding.Error("axis must be one number") : null,
        binding.Attributes.Flag("sorted", true)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        int along = axis is { } one ? run.Axis(one, x.Rank) : 0;
        int[] shape = axis is null ? [x.ElementCount] : x.Shape;
        int count = shape[along];
        var task = new Task(
            x,
            count,
            Interpreter.Shapes.ElementCount(shape, 0, along),
            Interpreter.Shapes.ElementCount(shape, along + 1, shape.Length),
            run.Scratch<int>(count),
            run.Scratch<int>(count),
            run.Scratch<int>(count));
        if (!NumberTypes.TryRun(x.Type, ref task))
            throw run.Error($"does not take {x.Type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
        Write(run, x, shape, along, task);
    }

    private void Write(StepRun run, Value x, int[] shape, int along, in Task task)
    {
        int uniqueCount = task.UniqueCount;
        Span<int> ranks = run.Scratch<int>(uniqueCount);
        if (isSorted)
        {
            for (int i = 0; i < uniqueCount; i++)
                ranks[i] = i;
        }
        else
        {
            Selection.First(new FirstOrder(task.Firsts), uniqueCount, ranks);
        }

        Value y = run.Output(0, x.Type, [.. shape[..along], uniqueCount, .. shape[(along + 1)..]]);
        Value firsts = run.Output(1, ElementType.Int64, uniqueCount);
        Value inverse = run.Output(2, ElementType.Int64, task.Groups.Length);
        Value counts = run.Output(3, ElementType.Int64, uniqueCount);
        Span<int> places = run.Scratch<int>(uniqueCount);
        counts.Longs.Clear();
        for (int rank = 0; rank < uniqueCount; rank++)
        {
            places[ranks[rank]] = rank;
            firsts.Longs[rank] = task.Firsts[ranks[rank]];
        }

        for (int i = 0; i < task.Groups.Length; i++)
        {
            inverse.Longs[i] = places[task.Groups[i]];
            counts.Longs[places[task.Groups[i]]]++;
        }

        int sliceBytes = Interpreter.Shapes.ElementCount(shape, along + 1, shape.Length) * x.Type.SizeBytes();
        for (int slice = 0; sliceBytes > 0 && slice < y.Bytes.Length / sliceBytes; slice++)
        {
            int source = (slice / uniqueCount * shape[along]) + (int)firsts.Longs[slice % uniqueCount];
            x.Bytes.Slice(source * sliceBytes, sliceBytes).CopyTo(y.Bytes[(slice * sliceBytes)..]);
        }
    }

    private ref struct Task(Value x, int count, int outer, int inner, Span<int> order, Span<int> groups, Span<int> firsts) : INumberTask
    {
        private readonly Span<int> _order = order;

        /// <summary>For each slice the number of its group, groups in ascending order.</summary>
        public readonly Span<int> Groups { get; } = groups;

        /// <summary>For each group its first slice.</summary>
        public readonly Span<int> Firsts { get; } = firsts;

        /// <summary>The number of groups.</summary>
        public int UniqueCount { get; private set; }

        public void Run<T>()
            where T : unmanaged, INumber<T>
        {
            var slices = new SliceOrder<T>(x.Words<T>(), count, outer, inner);
            Selection.First(slices, count, _order);
            for (int i = 0; i < count; i++)
            {
                if (i == 0 || slices.CompareElements(_order[i - 1], _order[i]) != 0)
                    Firsts[UniqueCount++] = _order[i];
                Groups[_order[i]] = UniqueCount - 1;
            }
        }
    }

    /// <summary>By elements, equal slices by their place, so that the first of a group is its first in x.</summary>
    private readonly ref struct SliceOrder<T>(ReadOnlySpan<T> elements, int count, int outer, int inner) : IOrder
        where T : unmanaged, INumber<T>
    {
        private readonly ReadOnlySpan<T> _elements = elements;

        public int Compare(int x, int y) => CompareElements(x, y) is int order and not 0 ? order : x - y;

        public int CompareElements(int x, int y)
        {
            for (int block = 0; block < outer; block++)
            {
                ReadOnlySpan<T> left = _elements.Slice(((block * count) + x) * inner, inner);
                ReadOnlySpan<T> right = _elements.Slice(((block * count) + y) * inner, inner);
                for (int i = 0; i < inner; i++)
                {
                    if (Number.Compare(left[i], right[i]) is int order and not 0)
                        return order;
                }
            }

            return 0;
        }
    }

    private readonly ref struct FirstOrder(ReadOnlySpan<int> firsts) : IOrder
    {
        private readonly ReadOnlySpan<int> _firsts = firsts;

        public int Compare(int x, int y) => _firsts[x] - _firsts[y];
    }
}
