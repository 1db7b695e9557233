namespace OpenGradient.Execution.Operators;

/// <summary>Walks operands of different shapes as ONNX and NumPy broadcast them: run by run, each run one stretch of the output.</summary>
internal sealed class Broadcast
{
    private readonly int[] _sizes; // outer axes, outermost first
    private readonly int[][] _steps; // [operand][outer axis], in elements
    private readonly int[] _index;
    private readonly int[] _offsets; // [operand]
    private readonly bool[] _isVarying; // [operand]
    private int _remaining;

    private Broadcast(int[] shape, ReadOnlySpan<int[]> shapes)
    {
        int[][] steps = new int[shapes.Length][];
        for (int operand = 0; operand < shapes.Length; operand++)
            steps[operand] = Steps(shape, shapes[operand]);
        List<int> axes = Merge(shape, steps, out _sizes, out _steps, out int length);
        RunLength = length;
        _isVarying = Array.ConvertAll(steps, step => axes.Count > 0 && step[axes[^1]] != 0);
        _index = new int[_sizes.Length];
        _offsets = new int[shapes.Length];
        Shape = shape;
        Restart();
    }

    /// <summary>The output's shape.</summary>
    public int[] Shape { get; }

    /// <summary>Elements of each run.</summary>
    public int RunLength { get; }

    /// <summary>Where the current run begins in the output.</summary>
    public int OutputOffset { get; private set; }

    /// <summary>The shape that the operands broadcast to; null if they do not.</summary>
    public static int[]? TryShape(params ReadOnlySpan<int[]> shapes)
    {
        int rank = 0;
        foreach (int[] shape in shapes)
            rank = Math.Max(rank, shape.Length);
        int[] result = new int[rank];
        Array.Fill(result, 1);
        foreach (int[] shape in shapes)
        {
            for (int axis = 0; axis < shape.Length; axis++)
            {
                ref int dimension = ref result[rank - shape.Length + axis];
                if (dimension == 1)
                    dimension = shape[axis];
                else if (shape[axis] != 1 && shape[axis] != dimension)
                    return null;
            }
        }

        return result;
    }

    /// <summary>A walk over operands that broadcast to <paramref name="shape"/>.</summary>
    public static Broadcast Over(int[] shape, params ReadOnlySpan<int[]> shapes) => new(shape, shapes);

    /// <summary>The same, over the shape that they broadcast to; null if they do not.</summary>
    public static Broadcast? TryOver(params ReadOnlySpan<int[]> shapes) => TryShape(shapes) is { } shape ? new Broadcast(shape, shapes) : null;

    /// <summary>Goes before the first run.</summary>
    public void Restart()
    {
        _remaining = RunLength == 0 ? 0 : 1;
        foreach (int size in _sizes)
            _remaining *= size;
        OutputOffset = -RunLength;
        Array.Clear(_index);
        Array.Clear(_offsets);
    }

    /// <summary>Goes to the next run; false after the last.</summary>
    public bool Next()
    {
        if (_remaining-- == 0)
            return false;
        OutputOffset += RunLength;
        if (OutputOffset > 0)
            Step();
        return true;
    }

    /// <summary>The part of an operand that the current run reads: as long as the run, or one element.</summary>
    public ReadOnlySpan<T> Slice<T>(int operand, ReadOnlySpan<T> elements) =>
        elements.Slice(_offsets[operand], _isVarying[operand] ? RunLength : 1);

    private void Step()
    {
        for (int axis = _sizes.Length - 1; axis >= 0; axis--)
        {
            for (int operand = 0; operand < _offsets.Length; operand++)
                _offsets[operand] += _steps[operand][axis];
            if (++_index[axis] < _sizes[axis])
                return;
            for (int operand = 0; operand < _offsets.Length; operand++)
                _offsets[operand] -= _steps[operand][axis] * _sizes[axis];
            _index[axis] = 0;
        }
    }

    private static int[] Steps(int[] shape, int[] operand)
    {
        int[] steps = new int[shape.Length];
        int step = 1;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            int own = axis - (shape.Length - operand.Length);
            steps[axis] = own >= 0 && operand[own] != 1 ? step : 0;
            step *= own >= 0 ? operand[own] : 1;
        }

        return steps;
    }

    /// <summary>Drops axes of size 1 and joins neighbours that every operand walks as one; the innermost becomes the run.</summary>
    private static List<int> Merge(int[] shape, int[][] steps, out int[] sizes, out int[][] outerSteps, out int runLength)
    {
        var axes = new List<int>();
        var lengths = new List<int>();
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            if (shape[axis] == 1)
                continue;
            if (axes.Count > 0 && Array.TrueForAll(steps, step => step[axis] == step[axes[0]] * lengths[0]))
            {
                lengths[0] *= shape[axis];
                continue;
            }

            axes.Insert(0, axis);
            lengths.Insert(0, shape[axis]);
        }

        runLength = lengths.Count == 0 ? 1 : lengths[^1];
        sizes = lengths.Count == 0 ? [] : [.. lengths[..^1]];
        outerSteps = Array.ConvertAll(steps, step => axes.SkipLast(1).Select(axis => step[axis]).ToArray());
        return axes;
    }
}
