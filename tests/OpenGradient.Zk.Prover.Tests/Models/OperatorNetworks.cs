using System.Runtime.InteropServices;
using OpenGradient.Models.Tests.Onnx;
using static OpenGradient.Models.Tests.Onnx.ModelBuilder;

namespace OpenGradient.Zk.Prover.Tests.Models;

/// <summary>Float networks of one operator each, or of the few that give it something to work on.</summary>
internal sealed class OperatorNetworks
{
    private const int Float = 1;
    private const int Long = 7;
    private const int Bool = 9;
    private readonly ModelBuilder _model = new() { Opset = 18 };
    private int _nextName;

    /// <summary>The names, each with what it is about.</summary>
    public static IEnumerable<string> Names =>
    [
        "concat", "concat-self", "slice", "slice-back", "split", "pad", "pad-reflect", "pad-edge", "expand", "tile", "gather", "gather-axis", "gather-tokens", "gather-computed", "depth-to-space", "space-to-depth",
        "transpose", "shapes", "where", "where-constant", "less", "less-or-equal", "equal", "not", "and", "or", "xor", "arg-max", "arg-min", "arg-max-last", "top", "top-smallest", "top-of-integers", "where-of-integers",
        "reduce-max", "max-pool", "one-cell",
    ];

    public static byte[] Create(string name) => new OperatorNetworks().Build(name);

    private byte[] Build(string name)
    {
        string[] outputs = Movement(name) ?? Choice(name) ?? throw new ArgumentOutOfRangeException(nameof(name));
        foreach (string output in outputs)
            _model.Output(output);
        return _model.Build();
    }

    private string[]? Movement(string name) => name switch
    {
        "concat" => [Node("Concat", [Image("x", 2, 3), Image("z", 2, 4)], Integer("axis", 2))],
        "concat-self" => [Node("Concat", [Image("x", 2, 3), Node("Relu", ["x"]), "x"], Integer("axis", 1))],
        "slice" => [Node("Slice", [Image("x", 3, 5), Longs(0, 1), Longs(2, 5), Longs(1, 2), Longs(1, 2)])],
        "slice-back" => [Node("Slice", [Image("x", 3, 5), Longs(-1), Longs(-9), Longs(2), Longs(-1)])],
        "split" => Nodes("Split", 3, [Image("x", 6, 2)], Integer("axis", 1), Integer("num_outputs", 3)),
        "pad" => [Node("Pad", [Image("x", 3, 2), Longs(0, 1, 0, 0, 0, 2)])],
        "pad-reflect" => [Node("Pad", [Image("x", 3, 4), Longs(0, 1, 2, 0, 0, 3)], Text("mode", "reflect"))],
        "pad-edge" => [Node("Pad", [Image("x", 3, 4), Longs(0, 1, 2, 0, 0, 3)], Text("mode", "edge"))],
        "expand" => [Node("Expand", [Image("x", 1, 3), Longs(1, 4, 3)])],
        "tile" => [Node("Tile", [Image("x", 2, 3), Longs(1, 2, 3)])],
        "gather" => [Node("Gather", [Image("x", 4, 3), Long1(2)], Integer("axis", 1))],
        "gather-axis" => [Node("Gather", [Image("x", 4, 3), Longs(-1, 0, 0)], Integer("axis", 2))],
        "gather-tokens" => [Node("Add", [Node("Gather", [Weights(1f, 50, 8), Tokens(6)]), Weights(0.5f, 6, 8)])],
        "gather-computed" => [Node("Gather", [Weights(1f, 5, 3), Node("ArgMax", [Image("x", 4, 5)], Integer("axis", 2), Integer("keepdims", 0))])],
        "depth-to-space" => [Node("DepthToSpace", [Image("x", 8, 2, 3)], Integer("blocksize", 2))],
        "space-to-depth" => [Node("SpaceToDepth", [Image("x", 2, 4, 6)], Integer("blocksize", 2))],
        "transpose" => [Node("Transpose", [Image("x", 2, 3)], Integers("perm", 2, 0, 1))],
        "shapes" => [Shapes()],
        _ => null,
    };

    private string[]? Choice(string name) => name switch
    {
        "where" => [Node("Where", [Node("Greater", [Image("x", 4, 5), Scalar(0.1f)]), Node("Mul", ["x", "x"]), Scalar(-0.5f)])],
        "where-constant" => [Node("Where", [Truth(2, 3), Image("x", 2, 3), Scalar(-7f)])],
        "less" => [Real(Node("Less", [Image("x", 3, 4), Image("z", 3, 4)]))],
        "less-or-equal" => [Real(Node("LessOrEqual", [Image("x", 3, 4), Image("z", 4)]))],
        "equal" => [Real(Node("Equal", [Node("Relu", [Image("x", 3, 4)]), Scalar(0f)]))],
        "not" => [Real(Node("Not", [Positive()]))],
        "and" or "or" or "xor" => [Real(Node(char.ToUpperInvariant(name[0]) + name[1..], [Positive(), Node("Less", ["x", Scalar(0.5f)])]))],
        "arg-max" => [Node("ArgMax", [Image("x", 3, 5)], Integer("axis", 2))],
        "arg-min" => [Node("ArgMin", [Node("Relu", [Image("x", 3, 5)])], Integer("axis", 1), Integer("keepdims", 0))],
        "arg-max-last" => [Node("ArgMax", [Node("Relu", [Image("x", 3, 5)])], Integer("axis", -1), Integer("select_last_index", 1))],
        "top" => Nodes("TopK", 2, [Image("x", 3, 6), Longs(4)]),
        "top-smallest" => Nodes("TopK", 2, [Node("Relu", [Image("x", 3, 6)]), Longs(3)], Integer("largest", 0), Integer("axis", 1)),
        "top-of-integers" => [Node("Add", [Nodes("TopK", 2, [Tokens(6), Longs(4)])[0], Nodes("TopK", 2, ["t", Longs(4)], Integer("largest", 0))[0]])],
        "where-of-integers" => [Node("Where", [Node("Less", [Tokens(7), Long1(25)]), "t", Node("Mul", ["t", Long1(-2)])])],
        "reduce-max" => [Node("ReduceMax", [Image("x", 3, 8)], Integer("keepdims", 0))],
        "max-pool" => [Node("MaxPool", [Image("x", 2, 5, 5)], Integers("kernel_shape", 3, 3), Integers("pads", 1, 1, 1, 1), Integers("strides", 2, 2))],
        "one-cell" => [Node("Squeeze", [Node("ArgMax", [Image("x", 1)], Integer("axis", 1))])],
        _ => null,
    };

    /// <summary>A view whose sizes are computed, as exporters write it.</summary>
    private string Shapes()
    {
        string size = Node("Unsqueeze", [Node("Gather", [Node("Shape", [Image("x", 3, 4)]), Long1(1)]), Longs(0)]);
        return Node("Reshape", ["x", Node("Concat", [size, Longs(-1)], Integer("axis", 0))]);
    }

    private string Positive() => Node("Greater", [Image("x", 3, 4), Scalar(0f)]);

    private string Real(string bits) => Node("Cast", [bits], Integer("to", Float));

    private string Image(string name, params ReadOnlySpan<long> shape)
    {
        _model.Input(name, Float, [1, .. shape]);
        return name;
    }

    private string Tokens(int count)
    {
        _model.Input("t", Long, 1, count);
        return "t";
    }

    private string Node(string type, string[] inputs, params ReadOnlySpan<ProtoWriter> attributes) => Nodes(type, 1, inputs, attributes)[0];

    private string[] Nodes(string type, int outputCount, string[] inputs, params ReadOnlySpan<ProtoWriter> attributes)
    {
        string[] outputs = [.. Enumerable.Range(0, outputCount).Select(_ => $"n{_nextName++}")];
        _model.Node(type, outputs[0], inputs, outputs, attributes);
        return outputs;
    }

    private string Scalar(float value) => Constant(Float, [], MemoryMarshal.AsBytes<float>([value]));

    private string Long1(long value) => Constant(Long, [], MemoryMarshal.AsBytes<long>([value]));

    private string Longs(params ReadOnlySpan<long> numbers) => Constant(Long, [numbers.Length], MemoryMarshal.AsBytes(numbers));

    private string Truth(params long[] shape) => Constant(Bool, shape, [.. Enumerable.Range(0, (int)shape.Aggregate(1L, static (product, size) => product * size)).Select(static cell => (byte)(cell % 2))]);

    private string Weights(float size, params long[] shape)
    {
        Random random = new(11);
        float[] elements = [.. Enumerable.Range(0, (int)shape.Aggregate(1L, static (product, count) => product * count)).Select(_ => size * ((2 * random.NextSingle()) - 1))];
        return Constant(Float, shape, MemoryMarshal.AsBytes(elements.AsSpan()));
    }

    private string Constant(int type, long[] shape, ReadOnlySpan<byte> bytes)
    {
        string name = $"w{_nextName++}";
        _model.Initializer(name, type, shape, bytes.ToArray());
        return name;
    }
}
