using OpenGradient.Benchmarks.SideBySide.Graphs;

namespace OpenGradient.Benchmarks.LanguageModelDistance;

/// <summary>A decoder of the llama architecture as an ONNX graph in plain operators, written from the description of the architecture and not from the compiler.</summary>
/// <remarks>Inputs: <c>tokens</c> and <c>positions</c>, int64 [t]; <c>mask</c> [t, t], which is added to the scores. Output: logits [t, vocabulary].</remarks>
internal sealed class DecoderGraph
{
    private readonly GraphBuilder _graph = new(seed: 0); // no weight is random
    private readonly DecoderWeights _weights;
    private readonly string _mask;
    private readonly string _cosines; // [t, 1, headDim / 2]
    private readonly string _sines;

    private DecoderGraph(DecoderWeights weights, int contextLength)
    {
        _weights = weights;
        Tokens = _graph.Input("tokens", GraphBuilder.LongType, -1);
        string positions = _graph.Input("positions", GraphBuilder.LongType, -1);
        _mask = _graph.Input("mask", GraphBuilder.FloatType, -1, -1);
        _cosines = _graph.Node("Gather", [Table(contextLength, Math.Cos), positions]);
        _sines = _graph.Node("Gather", [Table(contextLength, Math.Sin), positions]);
    }

    private string Tokens { get; }

    /// <summary>The model file.</summary>
    public static byte[] Create(DecoderWeights weights, int contextLength)
    {
        var graph = new DecoderGraph(weights, contextLength);
        (float[] table, int[] shape) = weights.Read("token_embd.weight");
        string x = graph._graph.Node("Gather", [graph._graph.Floats(table, shape), graph.Tokens]);
        for (int block = 0; block < weights.BlockCount; block++)
            x = graph.Block($"blk.{block}.", x);
        string logits = graph.Linear(graph.Norm(x, "output_norm.weight"), weights.Has("output.weight") ? "output.weight" : "token_embd.weight");
        graph._graph.Output(logits, -1, shape[0]);
        return graph._graph.ToArray();
    }

    private string Block(string name, string x)
    {
        x = Add(x, Attention(name, Norm(x, name + "attn_norm.weight")));
        string f = Norm(x, name + "ffn_norm.weight");
        string gate = Linear(f, name + "ffn_gate.weight");
        gate = Mul(gate, _graph.Node("Sigmoid", [gate]));
        return Add(x, Linear(Mul(gate, Linear(f, name + "ffn_up.weight")), name + "ffn_down.weight"));
    }

    private string Attention(string name, string a)
    {
        string q = Transposed(Rotated(Heads(Linear(a, name + "attn_q.weight"), _weights.HeadCount)), 1, 0, 2);
        string k = Shared(Transposed(Rotated(Heads(Linear(a, name + "attn_k.weight"), _weights.KvHeadCount)), 1, 2, 0));
        string v = Shared(Transposed(Heads(Linear(a, name + "attn_v.weight"), _weights.KvHeadCount), 1, 0, 2));
        string scores = Mul(_graph.Node("MatMul", [q, k]), _graph.Scalar(_weights.Scale));
        string shares = _graph.Node("Softmax", [Add(scores, _mask)], ("axis", -1));
        string mixed = Transposed(_graph.Node("MatMul", [shares, v]), 1, 0, 2);
        return Linear(_graph.Node("Reshape", [mixed, _graph.Longs(0, _weights.HeadCount * _weights.HeadDim)]), name + "attn_output.weight");
    }

    /// <summary>Heads of keys or values, each as often as heads of queries read it.</summary>
    private string Shared(string x)
    {
        int readers = _weights.HeadCount / _weights.KvHeadCount;
        return _graph.Node("Gather", [x, _graph.Longs([.. Enumerable.Range(0, _weights.HeadCount).Select(head => (long)(head / readers))])]);
    }

    /// <summary>Turns each pair of neighbours in [t, heads, headDim].</summary>
    private string Rotated(string x)
    {
        string pairs = _graph.Node("Reshape", [x, _graph.Longs(0, 0, _weights.HeadDim / 2, 2)]);
        string last = _graph.Longs(3);
        string a = _graph.Node("Squeeze", [_graph.Node("Gather", [pairs, _graph.Longs(0)], ("axis", 3)), last]);
        string b = _graph.Node("Squeeze", [_graph.Node("Gather", [pairs, _graph.Longs(1)], ("axis", 3)), last]);
        string first = _graph.Node("Sub", [Mul(a, _cosines), Mul(b, _sines)]);
        string second = Add(Mul(a, _sines), Mul(b, _cosines));
        string turned = _graph.Node("Concat", [_graph.Node("Unsqueeze", [first, last]), _graph.Node("Unsqueeze", [second, last])], ("axis", 3));
        return _graph.Node("Reshape", [turned, _graph.Longs(0, 0, _weights.HeadDim)]);
    }

    private string Norm(string x, string name)
    {
        (float[] gain, int[] shape) = _weights.Read(name);
        string meanSquare = _graph.Node("ReduceMean", [Mul(x, x)], ("axes", new[] { -1 }));
        string root = _graph.Node("Sqrt", [Add(meanSquare, _graph.Scalar(_weights.Epsilon))]);
        return Mul(_graph.Node("Div", [x, root]), _graph.Floats(gain, shape));
    }

    private string Linear(string x, string name)
    {
        (float[] weights, int[] shape) = _weights.ReadTransposed(name);
        return _graph.Node("MatMul", [x, _graph.Floats(weights, shape)]);
    }

    private string Heads(string x, int count) => _graph.Node("Reshape", [x, _graph.Longs(0, count, _weights.HeadDim)]);

    private string Transposed(string x, params int[] order) => _graph.Node("Transpose", [x], ("perm", order));

    private string Add(string x, string y) => _graph.Node("Add", [x, y]);

    private string Mul(string x, string y) => _graph.Node("Mul", [x, y]);

    private string Table(int contextLength, Func<double, double> function)
    {
        int half = _weights.HeadDim / 2;
        return _graph.Floats([.. Enumerable.Range(0, contextLength * half).Select(index => (float)function(index / half * Frequency(index % half)))], contextLength, 1, half);
    }

    private double Frequency(int pair) => Math.Pow(_weights.RotaryBase, -2.0 * pair / _weights.HeadDim);
}
