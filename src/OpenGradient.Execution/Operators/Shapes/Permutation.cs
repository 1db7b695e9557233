using OpenGradient.Kernels;

namespace OpenGradient.Execution.Operators;

/// <summary>Moves elements into another order of axes.</summary>
internal static class Permutation
{
    /// <summary>y has the axes of x in the given order: axis i of y is axis order[i] of x.</summary>
    public static void Copy<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> shape, ReadOnlySpan<int> order, Span<T> y)
    {
        int rank = shape.Length;
        Span<int> sizes = stackalloc int[Interpreter.Shapes.MaxRank];
        Span<int> steps = stackalloc int[Interpreter.Shapes.MaxRank];
        for (int axis = 0; axis < rank; axis++)
        {
            sizes[axis] = shape[order[axis]];
            steps[axis] = Interpreter.Shapes.ElementCount(shape[(order[axis] + 1)..]);
        }

        if (x.IsEmpty)
            return;
        if (rank == 0)
            y[0] = x[0];
        else
            CopyStrided(x, sizes[..rank], steps[..rank], 0, y);
    }

    /// <summary>y, row-major with the given sizes, takes x[offset + Σ index · step], some stretches of y at a time.</summary>
    public static void CopyStrided<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> sizes, ReadOnlySpan<int> steps, int offset, Span<T> y, Workers workers)
    {
        int first = 0;
        while (first < sizes.Length - 1 && sizes[first] == 1)
            first++;
        if (y.Length <= StridedParts<T>.PartElements)
            CopyStrided(x, sizes, steps, offset, y);
        else
            workers.For(new StridedParts<T>(x, sizes[first..], steps[first..], offset, y), StridedParts<T>.PartCount(sizes[first..], y.Length));
    }

    /// <summary>y, row-major with the given sizes, takes x[offset + Σ index · step].</summary>
    public static void CopyStrided<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> sizes, ReadOnlySpan<int> steps, int offset, Span<T> y)
    {
        int last = sizes.Length - 1;
        while (last > 0 && sizes[last] == 1)
            last--;
        Span<int> index = stackalloc int[Interpreter.Shapes.MaxRank];
        index.Clear();
        for (int position = 0; position < y.Length;)
        {
            CopyRun(x, offset, steps[last], y.Slice(position, sizes[last]));
            position += sizes[last];
            for (int axis = last - 1; axis >= 0; axis--)
            {
                offset += steps[axis];
                if (++index[axis] < sizes[axis])
                    break;
                offset -= steps[axis] * sizes[axis];
                index[axis] = 0;
            }
        }
    }

    private static void CopyRun<T>(ReadOnlySpan<T> x, int offset, int step, Span<T> run)
    {
        if (step == 1)
        {
            x.Slice(offset, run.Length).CopyTo(run);
            return;
        }

        for (int i = 0; i < run.Length; i++, offset += step)
            run[i] = x[offset];
    }
}
