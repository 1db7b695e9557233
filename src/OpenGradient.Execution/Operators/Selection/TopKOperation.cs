using System.Numerics;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>The k largest (<c>largest</c> 0: smallest) elements along <c>axis</c>, in order, and their indices; of equals the lower index first. Inputs: x, k.</summary>
internal sealed class TopKOperation(int axis, bool isLargest) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("TopK", 2, 2, 2, static binding => new TopKOperation(
        binding.Attributes.Integer("axis", -1), binding.Attributes.Flag("largest", true)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        int along = run.Axis(axis, x.Rank);
        long count = run.Integers(1) is [long k] ? k : throw run.Error("k must be one number");
        if (count < 0 || count > x.Shape[along])
            throw run.Error($"there are no {count} among {x.Shape[along]}");
        int[] shape = [.. x.Shape];
        shape[along] = (int)count;
        Value values = run.Output(0, x.Type, shape);
        Value indices = run.Output(1, ElementType.Int64, shape);
        var task = new Task(isLargest, x, along, values, indices.Longs, run.Scratch<int>((int)count));
        if (!NumberTypes.TryRun(x.Type, ref task))
            throw run.Error($"does not take {x.Type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
    }

    private readonly ref struct Task(bool isLargest, Value x, int along, Value values, Span<long> indices, Span<int> chosen) : INumberTask
    {
        private readonly Span<long> _indices = indices;
        private readonly Span<int> _chosen = chosen;

        public void Run<T>()
            where T : unmanaged, INumber<T>
        {
            int size = x.Shape[along];
            int step = Interpreter.Shapes.ElementCount(x.Shape, along + 1, x.Rank);
            if (_indices.IsEmpty)
                return;
            for (int line = 0; line < x.ElementCount / size; line++)
            {
                int outer = line / step;
                int inner = line % step;
                Selection.First(new LineOrder<T>(x.Words<T>()[((outer * size * step) + inner)..], step, isLargest), size, _chosen);
                for (int i = 0; i < _chosen.Length; i++)
                {
                    int place = (((outer * _chosen.Length) + i) * step) + inner;
                    values.WritableWords<T>()[place] = x.Words<T>()[(((outer * size) + _chosen[i]) * step) + inner];
                    _indices[place] = _chosen[i];
                }
            }
        }
    }

    private readonly ref struct LineOrder<T>(ReadOnlySpan<T> line, int step, bool isLargest) : IOrder
        where T : unmanaged, INumber<T>
    {
        private readonly ReadOnlySpan<T> _line = line;

        public int Compare(int x, int y)
        {
            int order = Number.Compare(_line[x * step], _line[y * step]);
            return order == 0 ? x - y : isLargest ? -order : order;
        }
    }
}
