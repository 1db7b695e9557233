using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>How often each listed sequence occurs in each row. Inputs: x [c] or [n, c], and as constants: counts, indexes, pool (i64), weights? (f32).</summary>
/// <remarks>counts[g - 1] is where the sequences of g numbers begin in the pool; sequence i of the pool is counted at y[indexes[i]]. Between numbers lie 0 to <c>max_skip</c> others.</remarks>
internal sealed class TfIdfOperation : IOperation
{
    private readonly Dictionary<(int Prefix, long Number), int> _children = [];
    private readonly Dictionary<int, int> _places = []; // by node, the place that is counted
    private readonly float[]? _weights;
    private readonly string _mode;
    private readonly int _least;
    private readonly int _most;
    private readonly int _maxSkip;
    private readonly int _width;

    private TfIdfOperation(StepBinding binding)
    {
        long[] counts = Take(binding, 1);
        long[] indexes = Take(binding, 2);
        long[] pool = Take(binding, 3);
        _mode = binding.Attributes.Name("mode", "tf");
        _least = binding.Attributes.Integer("min_gram", 1);
        _most = binding.Attributes.Integer("max_gram", 1);
        _maxSkip = binding.Attributes.Integer("max_skip", 0);
        if (_mode is not ("tf" or "idf" or "tfidf") || _least < 1 || _most < _least || _most > counts.Length || _maxSkip < 0)
            throw binding.Error("mode must be tf, idf or tfidf, and 1 ≤ min_gram ≤ max_gram ≤ the number of counts");
        if (indexes.Any(index => index < 0 || index > int.MaxValue - 1))
            throw binding.Error("an index is out of range");
        _width = indexes.Length == 0 ? 0 : (int)indexes.Max() + 1;
        _weights = binding.Has(4) ? Weights(binding, indexes) : null;
        AddSequences(binding, counts, indexes, pool);
    }

    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("TfIdf", 4, 5, 1, static binding => new TfIdfOperation(binding));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = Indices.Require(run, 0);
        if (x.Rank is not (1 or 2))
            throw run.Error($"takes rows, not {Interpreter.Shapes.Describe(x.Shape)}");
        Value y = run.Output(0, ElementType.Float32, x.Rank == 1 ? [_width] : [x.Shape[0], _width]);
        y.Floats.Clear();
        int length = x.Shape[^1];
        for (int row = 0; row < (_width == 0 ? 0 : y.ElementCount / _width); row++)
        {
            run.CancellationToken.ThrowIfCancellationRequested();
            Span<float> counted = y.Floats.Slice(row * _width, _width);
            CountRow(x, row * length, length, counted);
            for (int place = 0; place < _width; place++)
                counted[place] = Weigh(counted[place], place);
        }
    }

    private void CountRow(Value x, int start, int length, Span<float> counted)
    {
        for (int distance = 1; distance <= Math.Min(_maxSkip, length) + 1; distance++)
        {
            // Sequences of one number have no distance: they are counted once.
            int least = distance == 1 ? _least : Math.Max(_least, 2);
            for (int first = 0; first < length; first++)
            {
                int node = Root;
                for (int gram = 1; gram <= _most; gram++)
                {
                    long at = first + ((gram - 1L) * distance);
                    if (at >= length || !_children.TryGetValue((node, Indices.At(x, start + (int)at)), out node))
                        break;
                    if (gram >= least && _places.TryGetValue(node, out int place))
                        counted[place]++;
                }
            }
        }
    }

    private float Weigh(float count, int place)
    {
        float weight = _weights is null ? 1f : _weights[place];
        return _mode switch
        {
            "tf" => count,
            "idf" => count > 0 ? weight : 0f,
            _ => Number.Canonical(count * weight),
        };
    }

    private void AddSequences(StepBinding binding, long[] counts, long[] indexes, long[] pool)
    {
        int sequence = 0;
        int nodes = Root;
        for (int gram = 1; gram <= counts.Length; gram++)
        {
            long begin = counts[gram - 1];
            long end = gram < counts.Length ? counts[gram] : pool.Length;
            if (begin < 0 || end < begin || end > pool.Length || (end - begin) % gram != 0)
                throw binding.Error($"the pool does not hold whole sequences of {gram}");
            for (long at = begin; at < end; at += gram, sequence++)
            {
                int node = Root;
                for (int i = 0; i < gram; i++)
                {
                    if (!_children.TryGetValue((node, pool[at + i]), out int child))
                        _children.Add((node, pool[at + i]), child = ++nodes);
                    node = child;
                }

                if (sequence >= indexes.Length)
                    throw binding.Error("there are fewer indexes than sequences");
                if (gram >= _least && gram <= _most)
                    _places[node] = (int)indexes[sequence];
            }
        }
    }

    /// <summary>Weights are listed by sequence; they are needed by place.</summary>
    private float[] Weights(StepBinding binding, long[] indexes)
    {
        Value listed = binding.TakeConstant(4) ?? throw binding.Error("the weights must be a constant");
        if (listed.Type != ElementType.Float32 || listed.ElementCount != indexes.Length)
            throw binding.Error($"the weights must be f32[{indexes.Length}]");
        float[] weights = new float[_width];
        for (int i = 0; i < indexes.Length; i++)
            weights[indexes[i]] = listed.Floats[i];
        return weights;
    }

    private static long[] Take(StepBinding binding, int input)
    {
        Value list = binding.TakeConstant(input) ?? throw binding.Error($"input {input} must be a constant");
        return list.Type == ElementType.Int64 && list.Rank == 1 ? list.Longs.ToArray() : throw binding.Error($"input {input} must be a list of i64");
    }

    private const int Root = 0;
}
