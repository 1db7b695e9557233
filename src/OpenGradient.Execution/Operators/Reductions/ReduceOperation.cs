using System.Numerics;
using System.Runtime.InteropServices;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Reduces the listed axes. Input 1, if given, lists them; without it, all from <c>first_axis</c> on.</summary>
/// <remarks>The reduced elements, in row-major order of the reduced axes, form the row of <see cref="RowReduction"/>.</remarks>
internal sealed class ReduceOperation<TReducer, TNumber>(int firstAxis, bool keepsDimensions, bool isIdentityWithoutAxes) : IOperation
    where TReducer : struct, IReducer
    where TNumber : struct, INumberReducer
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Define(string name) => new(name, 1, 2, 1, static binding => new ReduceOperation<TReducer, TNumber>(
        binding.Attributes.Integer("first_axis", 0), binding.Attributes.Flag("keepdims", true), binding.Attributes.Flag("noop_with_empty_axes", false)));

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

        // The axes may be computed, so what follows from them is kept only if they are a constant.
        Layout layout = run.Recall<Layout>() ?? Lay(run, x, namesNone);
        if (x.Type == ElementType.Float32)
        {
            ReduceFloats(run, x, layout, run.Output(0, x.Type, layout.Shape));
            return;
        }

        var task = new Task(run, x, layout);
        if (!IsTaken(x.Type) || !NumberTypes.TryRun(x.Type, ref task))
            throw run.Error($"does not take {x.Type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
    }

    /// <summary>Booleans have a largest and a smallest; only floats have square roots.</summary>
    private static bool IsTaken(ElementType type) => type switch
    {
        ElementType.Bool => typeof(TNumber) == typeof(NumberReducers.Max) || typeof(TNumber) == typeof(NumberReducers.Min),
        ElementType.Float64 => true,
        _ => typeof(TNumber) != typeof(NumberReducers.L2),
    };

    private Layout Lay(StepRun run, Value x, bool namesNone)
    {
        int[] axes = [.. run.Axes(1, x.Rank).Where(axis => axis >= (namesNone ? firstAxis : 0))];
        int columns = 1;
        foreach (int axis in axes)
            columns = checked(columns * x.Shape[axis]);
        int[] shape = keepsDimensions
            ? [.. x.Shape.Select((dimension, axis) => axes.Contains(axis) ? 1 : dimension)]
            : [.. x.Shape.Where((_, axis) => !axes.Contains(axis))];
        bool areInnermost = axes.Length == 0 || axes[0] == x.Rank - axes.Length;
        var layout = new Layout([.. Enumerable.Range(0, x.Rank).Except(axes), .. axes], columns, shape, areInnermost);
        return !run.Has(1) || run.IsConstant(1) ? run.Remember(layout) : layout;
    }

    private static void ReduceFloats(StepRun run, Value x, Layout layout, Value y)
    {
        ReadOnlySpan<float> rows = x.Floats;
        if (!layout.AreInnermost)
        {
            Span<float> turned = run.Scratch<float>(x.ElementCount);
            Permutation.Copy<float>(x.Floats, x.Shape, layout.Order, turned);
            rows = turned;
        }

        RowReductions.Run(default(TReducer), rows, layout.ColumnCount, y.Floats, run.Workers);
    }

    private sealed record Layout(int[] Order, int ColumnCount, int[] Shape, bool AreInnermost);

    private readonly struct Task(StepRun run, Value x, Layout layout) : INumberTask
    {
        public void Run<T>()
            where T : unmanaged, INumber<T>
        {
            int columns = layout.ColumnCount;
            ReadOnlySpan<T> rows = layout.AreInnermost ? x.Words<T>() : Turned<T>();
            Span<T> y = run.Output(0, x.Type, layout.Shape).WritableWords<T>();
            run.Workers.For(new Rows<T>(rows, y, columns), (y.Length + RowsAtOnce(columns) - 1) / RowsAtOnce(columns));

            // The smallest of no booleans is true, and true is 1.
            if (x.Type == ElementType.Bool && columns == 0)
                y.Fill(T.Min(TNumber.Initial<T>(), T.One));
        }

        private ReadOnlySpan<T> Turned<T>()
            where T : unmanaged
        {
            Span<T> rows = run.Scratch<T>(x.ElementCount);
            Permutation.Copy(x.Words<T>(), x.Shape, layout.Order, rows);
            return rows;
        }
    }

    /// <summary>So many rows are worth handing out.</summary>
    private static int RowsAtOnce(int columns) => 1 + (PartElements / Math.Max(1, columns));

    private readonly ref struct Rows<T>(ReadOnlySpan<T> rows, Span<T> y, int columns) : IWorkBody
        where T : unmanaged, INumber<T>
    {
        private readonly ReadOnlySpan<T> _rows = rows;
        private readonly Span<T> _y = y;

        public void Run(int part, int participant)
        {
            for (int row = part * RowsAtOnce(columns); row < Math.Min(_y.Length, (part + 1) * RowsAtOnce(columns)); row++)
                _y[row] = Reduce(_rows.Slice(row * columns, columns));
        }

        private static T Reduce(ReadOnlySpan<T> row)
        {
            if (typeof(T) == typeof(long) && TNumber.OfWide(MemoryMarshal.Cast<T, long>(row)) is { } wide)
                return T.CreateTruncating(wide);
            int count = row.Length;
            Span<T> lanes = stackalloc T[RowLanes];
            lanes.Fill(TNumber.Initial<T>());
            for (; row.Length > 0; row = row[Math.Min(RowLanes, row.Length)..])
            {
                for (int lane = 0; lane < Math.Min(RowLanes, row.Length); lane++)
                    lanes[lane] = TNumber.Take(lanes[lane], row[lane]);
            }

            for (int width = RowLanes / 2; width > 0; width /= 2)
            {
                for (int lane = 0; lane < width; lane++)
                    lanes[lane] = TNumber.Fold(lanes[lane], lanes[lane + width]);
            }

            return TNumber.Finish(lanes[0], count);
        }

        private const int RowLanes = 16;
    }

    private const int PartElements = 1 << 14;
}
