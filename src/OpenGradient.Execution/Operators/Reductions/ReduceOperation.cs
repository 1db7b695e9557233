using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Reduces the listed axes. Input 1, if given, lists them; without it, all from <c>first_axis</c> on.</summary>
/// <remarks>The reduced elements, in row-major order of the reduced axes, form the row of <see cref="RowReduction"/>.</remarks>
internal sealed class ReduceOperation<TReducer>(int firstAxis, bool keepsDimensions, bool isIdentityWithoutAxes, Func<long, long, long>? integer, long integerInitial) : IOperation
    where TReducer : struct, IReducer
{
    /// <summary>The operator; <paramref name="integer"/> is its form on integers, if it has one.</summary>
    public static OperatorDefinition Define(string name, Func<long, long, long>? integer = null, long initial = 0) =>
        new(name, 1, 2, 1, binding => new ReduceOperation<TReducer>(
            binding.Attributes.Integer("first_axis", 0), binding.Attributes.Flag("keepdims", true), binding.Attributes.Flag("noop_with_empty_axes", false), integer, initial));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        bool namesNone = !run.Has(1) || run.Input(1).ElementCount == 0;
        if (namesNone && isIdentityWithoutAxes)
        {
            run.Alias(0, x, x.Shape);
            return;
        }

        int[] axes = [.. run.Axes(1, x.Rank).Where(axis => axis >= (namesNone ? firstAxis : 0))];
        int columns = 1;
        foreach (int axis in axes)
            columns = checked(columns * x.Shape[axis]);
        int[] shape = keepsDimensions
            ? [.. x.Shape.Select((dimension, axis) => axes.Contains(axis) ? 1 : dimension)]
            : [.. x.Shape.Where((_, axis) => !axes.Contains(axis))];
        if (x.Type == ElementType.Float32)
            ReduceFloats(run, x, axes, columns, run.Output(0, x.Type, shape));
        else if (integer is not null)
            ReduceIntegers(run, x, axes, columns, shape);
        else
            throw run.Error($"does not take {x.Type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
    }

    private static void ReduceFloats(StepRun run, Value x, int[] axes, int columns, Value y)
    {
        ReadOnlySpan<float> rows = x.Floats;
        if (!AreInnermost(axes, x.Rank))
        {
            Span<float> turned = run.Scratch<float>(x.ElementCount);
            Permutation.Copy<float>(x.Floats, x.Shape, Order(axes, x.Rank), turned);
            rows = turned;
        }

        RowReductions.Run(default(TReducer), rows, columns, y.Floats);
    }

    private void ReduceIntegers(StepRun run, Value x, int[] axes, int columns, int[] shape)
    {
        Value y = run.Output(0, x.Type, shape);
        if (x.Type == ElementType.Int64)
        {
            Span<long> rows = run.Scratch<long>(x.ElementCount);
            Permutation.Copy<long>(x.Longs, x.Shape, Order(axes, x.Rank), rows);
            for (int row = 0; row < y.ElementCount; row++)
                y.Longs[row] = Fold(rows.Slice(row * columns, columns), static number => number);
        }
        else if (x.Type == ElementType.Int32)
        {
            Span<int> rows = run.Scratch<int>(x.ElementCount);
            Permutation.Copy<int>(x.Ints, x.Shape, Order(axes, x.Rank), rows);
            for (int row = 0; row < y.ElementCount; row++)
                y.Ints[row] = unchecked((int)Fold(rows.Slice(row * columns, columns), static number => number));
        }
        else
        {
            throw run.Error($"does not take {x.Type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
        }
    }

    private long Fold<T>(ReadOnlySpan<T> row, Func<T, long> widen)
    {
        long folded = integerInitial;
        foreach (T element in row)
            folded = integer!(folded, widen(element));
        return folded;
    }

    private static bool AreInnermost(int[] axes, int rank) => axes.Length == 0 || axes[0] == rank - axes.Length;

    private static int[] Order(int[] axes, int rank) => [.. Enumerable.Range(0, rank).Except(axes), .. axes];
}
