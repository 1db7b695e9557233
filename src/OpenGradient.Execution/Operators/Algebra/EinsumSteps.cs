using System.Numerics;
using System.Runtime.InteropServices;
using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Operators;

/// <summary>The steps of an Einstein summation.</summary>
internal static class EinsumSteps
{
    /// <summary>Sums all axes but the kept ones: a row for each kept element, its elements in row-major order of the summed axes.</summary>
    public static ReadOnlySpan<T> Sum<T>(StepRun run, EinsumOperand x, ReadOnlySpan<T> elements, int[] kept, out EinsumOperand summed)
        where T : unmanaged, INumber<T>
    {
        summed = x;
        if (kept.Length == x.Labels.Length)
            return elements;
        int[] others = [.. x.Labels.Except(kept)];
        int columns = Count(x, others);
        summed = EinsumOperand.RowMajor(kept, Array.ConvertAll(kept, x.Size));
        Span<T> rows = run.Scratch<T>(checked(Count(x, kept) * columns));
        Copy(x, elements, [.. kept, .. others], rows);
        Span<T> sums = run.Scratch<T>(Count(x, kept));
        if (typeof(T) == typeof(float))
            Kernels.RowReductions.Run(default(Kernels.SumReducer), MemoryMarshal.Cast<T, float>(rows), columns, MemoryMarshal.Cast<T, float>(sums));
        else
            SumRows(rows, columns, sums);
        return sums;
    }

    /// <summary>Joins two operands: axes that both have and nobody needs later are summed by dot products, in the order of the left operand's axes.</summary>
    public static ReadOnlySpan<T> Join<T>(
        StepRun run, EinsumOperand x, ReadOnlySpan<T> left, EinsumOperand y, ReadOnlySpan<T> right, int[] kept, out EinsumOperand joined)
        where T : unmanaged, INumber<T>
    {
        int[] batch = [.. x.Labels.Where(label => y.Has(label) && kept.Contains(label))];
        int[] rows = [.. x.Labels.Where(label => !y.Has(label))];
        int[] columns = [.. y.Labels.Where(label => !x.Has(label))];
        int[] summed = [.. x.Labels.Where(label => y.Has(label) && !kept.Contains(label))];
        int batchCount = Count(x, batch);
        int rowCount = Count(x, rows);
        int columnCount = Count(y, columns);
        int depth = Count(x, summed);
        int[] labels = [.. batch, .. rows, .. columns];
        if (labels.Length > Interpreter.Shapes.MaxRank || x.Labels.Length > Interpreter.Shapes.MaxRank || y.Labels.Length > Interpreter.Shapes.MaxRank)
            throw run.Error($"more than {Interpreter.Shapes.MaxRank} axes on the way", Primitives.InvalidInputKind.Unsupported);
        joined = EinsumOperand.RowMajor(labels, Array.ConvertAll(labels, label => x.Has(label) ? x.Size(label) : y.Size(label)));
        Span<T> a = run.Scratch<T>(checked(batchCount * rowCount * depth));
        Span<T> b = run.Scratch<T>(checked(batchCount * depth * columnCount));
        Span<T> z = run.Scratch<T>(checked(batchCount * rowCount * columnCount));
        Copy(x, left, [.. batch, .. rows, .. summed], a);
        Copy(y, right, [.. batch, .. summed, .. columns], b);
        Multiply(run, a, b, z, batchCount, rowCount, depth, columnCount);
        return z;
    }

    /// <summary>The elements row-major in the given order of axes; an axis that x does not have is of size 1.</summary>
    public static void Copy<T>(EinsumOperand x, ReadOnlySpan<T> elements, int[] labels, Span<T> y)
    {
        if (y.IsEmpty)
            return;
        Permutation.CopyStrided(elements, [1, .. Array.ConvertAll(labels, x.Size)], [0, .. Array.ConvertAll(labels, x.Step)], 0, y);
    }

    private static int Count(EinsumOperand x, int[] labels) => Interpreter.Shapes.ElementCount(Array.ConvertAll(labels, x.Size));

    private static void Multiply<T>(StepRun run, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> z, int batchCount, int rows, int depth, int columns)
        where T : unmanaged, INumber<T>
    {
        if (depth == 0)
        {
            z.Clear();
            return;
        }

        Span<float> scratch = typeof(T) == typeof(float) ? run.Scratch<float>(Kernels.Products.MatMulScratchElements(rows, depth, columns, run.Workers.Count)) : default;
        for (int batch = 0; batch < batchCount; batch++)
        {
            run.CancellationToken.ThrowIfCancellationRequested();
            ReadOnlySpan<T> left = a.Slice(batch * rows * depth, rows * depth);
            ReadOnlySpan<T> right = b.Slice(batch * depth * columns, depth * columns);
            Span<T> product = z.Slice(batch * rows * columns, rows * columns);
            if (typeof(T) == typeof(float))
                Kernels.Products.MatMul(MemoryMarshal.Cast<T, float>(left), MemoryMarshal.Cast<T, float>(right), MemoryMarshal.Cast<T, float>(product), rows, depth, columns, scratch, run.Workers);
            else
                MultiplySlowly(run, left, right, product, depth, columns);
        }
    }

    private static void MultiplySlowly<T>(StepRun run, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> z, int depth, int columns)
        where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < z.Length; i++)
        {
            if (i % 4096 == 0)
                run.CancellationToken.ThrowIfCancellationRequested();
            T sum = T.Zero;
            for (int k = 0; k < depth; k++)
                sum = Number.MultiplyAdd(a[(i / columns * depth) + k], b[(k * columns) + (i % columns)], sum);
            z[i] = Number.Canonical(sum);
        }
    }

    /// <summary>Sixteen lanes and a fold, as every row is summed.</summary>
    private static void SumRows<T>(ReadOnlySpan<T> rows, int columns, Span<T> sums)
        where T : unmanaged, INumber<T>
    {
        Span<T> lanes = stackalloc T[16];
        for (int row = 0; row < sums.Length; row++)
        {
            lanes.Clear();
            for (int i = 0; i < columns; i++)
                lanes[i & 15] = unchecked(lanes[i & 15] + rows[(row * columns) + i]);
            for (int width = 8; width > 0; width /= 2)
            {
                for (int lane = 0; lane < width; lane++)
                    lanes[lane] = unchecked(lanes[lane] + lanes[lane + width]);
            }

            sums[row] = Number.Canonical(lanes[0]);
        }
    }
}
