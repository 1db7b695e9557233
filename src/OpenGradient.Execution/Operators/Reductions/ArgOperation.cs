using System.Numerics;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>The index of the largest or smallest element along <c>axis</c>, as <c>i64</c>: the first of equals, or the last.</summary>
/// <remarks>A NaN wins over every number; +0 and -0 are equal.</remarks>
internal sealed class ArgOperation(bool isLargest, int axis, bool keepsDimensions, bool picksLast) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Define(string name, bool isLargest) => new(name, 1, 1, 1, binding => new ArgOperation(
        isLargest,
        binding.Attributes.Integer("axis", 0),
        binding.Attributes.Flag("keepdims", true),
        binding.Attributes.Flag("select_last_index", false)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        int along = run.Axis(axis, x.Rank);
        int[] shape = keepsDimensions
            ? [.. x.Shape.Select((dimension, other) => other == along ? 1 : dimension)]
            : [.. x.Shape.Where((_, other) => other != along)];
        if (x.Shape[along] == 0)
            throw run.Error("there is no element to choose");
        var task = new Task(isLargest, picksLast, x, along, run.Output(0, ElementType.Int64, shape));
        if (x.Type == ElementType.Bool || !NumberTypes.TryRun(x.Type, ref task))
            throw run.Error($"does not take {x.Type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
    }

    private readonly struct Task(bool isLargest, bool picksLast, Value x, int along, Value y) : INumberTask
    {
        public void Run<T>()
            where T : unmanaged, INumber<T>
        {
            int inner = Interpreter.Shapes.ElementCount(x.Shape, along + 1, x.Rank);
            for (int i = 0; i < y.ElementCount; i++)
            {
                int start = (i / inner * inner * x.Shape[along]) + (i % inner);
                y.Longs[i] = Choose(x.Words<T>()[start..], x.Shape[along], inner);
            }
        }

        private int Choose<T>(ReadOnlySpan<T> x, int count, int step)
            where T : unmanaged, INumber<T>
        {
            int best = 0;
            for (int i = 1; i < count; i++)
            {
                T candidate = x[i * step];
                T current = x[best * step];
                bool isBetter = !T.IsNaN(current) && (T.IsNaN(candidate) || (isLargest ? candidate > current : candidate < current));
                bool isEqual = candidate == current || (T.IsNaN(candidate) && T.IsNaN(current));
                if (isBetter || (picksLast && isEqual))
                    best = i;
            }

            return best;
        }
    }
}
