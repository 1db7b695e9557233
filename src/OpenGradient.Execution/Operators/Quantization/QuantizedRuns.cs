using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Operators;

/// <summary>Walks elements in stretches that have one scale and zero point, or one for each element.</summary>
/// <remarks>A scale of one element serves all; [n] those of index n of the axis; with blocks, the shape of x but for the axis, which has a scale for each block.</remarks>
internal ref struct QuantizedRuns
{
    private readonly int _inner; // elements from one index of the axis to the next
    private readonly int _size; // of the axis
    private readonly int _block; // indices that share a scale, all in a row; 0 without blocks
    private readonly bool _isSingle;
    private readonly int _count;

    private QuantizedRuns(int count, int inner, int size, int block, bool isSingle)
    {
        _count = count;
        _inner = inner;
        _size = size;
        _block = block;
        _isSingle = isSingle;
    }

    /// <summary>Where the stretch begins.</summary>
    public int Start { get; private set; }

    /// <summary>How many elements it has.</summary>
    public int Length { get; private set; }

    /// <summary>The place of its scale, or of the first of them.</summary>
    public int Scale { get; private set; }

    /// <summary>Whether each element of a stretch has a scale of its own, or all have one.</summary>
    public bool HasManyScales => !_isSingle && (_block == 0 ? _inner == 1 : _inner > 1);

    /// <summary>Checks that scales fit x.</summary>
    public static QuantizedRuns Over(StepRun run, Value x, int[] scales, int axis, int block)
    {
        int scaleCount = Interpreter.Shapes.ElementCount(scales);
        if (block == 0 && scaleCount == 1)
            return new QuantizedRuns(x.ElementCount, 1, 1, 0, isSingle: true);
        int along = run.Axis(axis, x.Rank);
        int size = x.Shape[along];
        int inner = Interpreter.Shapes.ElementCount(x.Shape, along + 1, x.Rank);
        int[] expected = block == 0 ? [size] : [.. x.Shape];
        if (block > 0)
            expected[along] = (int)((size + (long)block - 1) / block);
        if (!expected.AsSpan().SequenceEqual(scales))
            throw run.Error($"the scales {Interpreter.Shapes.Describe(scales)} do not fit {Interpreter.Shapes.Describe(x.Shape)} along axis {along}{(block > 0 ? $" in blocks of {block}" : "")}");
        return new QuantizedRuns(x.ElementCount, inner, size, block, isSingle: false);
    }

    /// <summary>Goes to the next stretch; false after the last.</summary>
    public bool Next()
    {
        Start += Length;
        if (Start >= _count)
            return false;
        int index = _isSingle ? 0 : Start / _inner % _size;
        int outer = _isSingle ? 0 : Start / _inner / _size;
        int blockCount = _block == 0 ? 0 : (int)((_size + (long)_block - 1) / _block);
        (Length, Scale) = (_isSingle, _block, _inner) switch
        {
            (true, _, _) => (_count, 0),
            (_, 0, 1) => (_size, 0),
            (_, 0, _) => (_inner, index),
            (_, _, 1) => ((int)Math.Min(_block, (long)_size - index), (outer * blockCount) + (index / _block)),
            _ => (_inner, ((outer * blockCount) + (index / _block)) * _inner),
        };
        return true;
    }
}
