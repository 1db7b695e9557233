using System.Runtime.InteropServices;
using OpenGradient.Models.Tests.Onnx;
using static OpenGradient.Models.Tests.Onnx.ModelBuilder;

namespace OpenGradient.Models.Tests.Quantization;

/// <summary>Random networks of a few nodes, one for each thing that the integer profile knows.</summary>
internal sealed class SmallNetworks
{
    private const int Float = 1;
    private const int Long = 7;
    private const int Bool = 9;
    private readonly ModelBuilder _model = new() { Opset = 24 };
    private readonly Random _random = new(11);
    private int _nextName;

    public static byte[] Create(string name) => new SmallNetworks().Build(name);

    /// <summary>Two blocks of width 64 with 4 heads, for so many tokens.</summary>
    public static byte[] CreateDecoder(int tokens)
    {
        SmallNetworks network = new();
        return network.Finish(network.Gpt(tokens, width: 64, heads: 4, blocks: 2, vocabulary: 65));
    }

    private byte[] Build(string name)
    {
        string y = name switch
        {
            "matmul" => Node("MatMul", [Image(3, 9), Node("Relu", [Image("z", 9, 5)])]),
            "softmax" => Node("Softmax", [Image(3, 9)]),
            "layernorm" => Norm(Image(5, 24), 24),
            "rmsnorm" => Node("RMSNormalization", [Image(5, 24), Weights(1f, 24)]),
            "batchnorm" => BatchNorm(Node("Relu", [Image(4, 6, 6)]), 4),
            "attention" => Attention(Image(10, 16), 16, 2),
            "transformer" => Block(Block(Image(10, 16), 16, 2, mask: null), 16, 2, mask: null),
            "gpt" => Gpt(tokens: 12, width: 16, heads: 2, blocks: 2, vocabulary: 50),
            "nanogpt" => Gpt(tokens: 64, width: 64, heads: 4, blocks: 4, vocabulary: 65),
            "encoder" => Encoder(),
            "embedding" => Node("Gather", [Weights(1f, 50, 8), Tokens(6)]),
            "where" => Node("Where", [Node("Greater", [Image(4, 7), Scalar(0.2f)]), "x", Scalar(-0.5f)]),
            "averagepool" => Node("AveragePool", [Image(3, 8, 8)], Integers("kernel_shape", 3, 3), Integers("pads", 1, 1, 1, 1), Integers("strides", 2, 2)),
            "averagepool-all" => Node("AveragePool", [Image(3, 8, 8)], Integers("kernel_shape", 3, 3), Integers("pads", 1, 1, 1, 1), Integer("count_include_pad", 1)),
            "globalpool" => Node("GlobalAveragePool", [Image(3, 8, 8)]),
            "reducemax" => Node("ReduceMax", [Image(3, 8)], Integer("keepdims", 0)),
            "residual" => Residual(),
            "gelu" => Node("Gelu", [Dense(Image(3, 12), 12, 20)]),
            "pow" => Node("Pow", [Image(3, 12), Scalar(2f)]),
            "mask" => Mask(),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
        return Finish(y);
    }

    private byte[] Finish(string y)
    {
        _model.Node("Identity", "", [y], ["y"]).Output("y");
        return _model.Build();
    }

    private string Encoder()
    {
        string x = Node("Add", [Node("Gather", [Weights(1f, 50, 16), Tokens(12)]), Weights(0.2f, 12, 16)]);
        x = Norm(Node("Add", [x, Dense(Attention(x, 16, 4), 16, 16)]), 16);
        string inside = Node("Gelu", [Dense(x, 16, 48)]);
        return Norm(Node("Add", [x, Dense(inside, 48, 16)]), 16);
    }

    /// <summary>A decoder: each token sees itself and those before it.</summary>
    private string Gpt(int tokens, int width, int heads, int blocks, int vocabulary)
    {
        byte[] seen = [.. Enumerable.Range(0, tokens * tokens).Select(cell => (byte)(cell % tokens > cell / tokens ? 0 : 1))];
        string mask = Constant(Bool, [tokens, tokens], seen);
        string x = Node("Add", [Node("Gather", [Weights(1f, vocabulary, width), Tokens(tokens)]), Weights(0.2f, tokens, width)]);
        for (int block = 0; block < blocks; block++)
            x = Block(x, width, heads, mask);
        return Dense(Norm(x, width), width, vocabulary);
    }

    /// <summary>Attention and a perceptron, each after a norm and added to what it was made of.</summary>
    private string Block(string x, int width, int heads, string? mask)
    {
        x = Node("Add", [x, Dense(Attention(Norm(x, width), width, heads, mask), width, width)]);
        return Node("Add", [x, Dense(Node("Gelu", [Dense(Norm(x, width), width, 4 * width)]), 4 * width, width)]);
    }

    private string Attention(string x, int width, int heads, string? mask = null)
    {
        string q = Heads(Dense(x, width, width), heads, width / heads, 0, 2, 1, 3);
        string k = Heads(Dense(x, width, width), heads, width / heads, 0, 2, 3, 1);
        string v = Heads(Dense(x, width, width), heads, width / heads, 0, 2, 1, 3);
        string scores = Node("Div", [Node("MatMul", [q, k]), Scalar(MathF.Sqrt((float)width / heads))]);
        string mixed = Node("MatMul", [Node("Softmax", [mask is null ? scores : Node("Where", [mask, scores, Scalar(float.NegativeInfinity)])]), v]);
        return Node("Reshape", [Node("Transpose", [mixed], Integers("perm", 0, 2, 1, 3)), Longs(0, 0, width)]);
    }

    /// <summary>Scores of which a mask made of whole numbers lowers some by 10,000.</summary>
    private string Mask()
    {
        _model.Input("m", Long, 1, 1, 1, 7);
        string low = Node("Mul", [Node("Sub", [Scalar(1f), Node("Cast", ["m"], Integer("to", Float))]), Scalar(-10_000f)]);
        return Node("Softmax", [Node("Add", [Image(2, 7, 7), low])]);
    }

    private string Residual()
    {
        string x = Node("Relu", [Conv(Image(4, 9, 9), 4, 8)]);
        string y = Conv(Node("Relu", [Conv(x, 8, 8)]), 8, 8);
        return Node("Relu", [Node("Add", [x, y])]);
    }

    private string Conv(string x, int inputs, int outputs) =>
        Node("Conv", [x, Weights(1f / MathF.Sqrt(9f * inputs), outputs, inputs, 3, 3), Weights(0.1f, outputs)], Integers("pads", 1, 1, 1, 1));

    private string Norm(string x, int width) => Node("LayerNormalization", [x, Weights(1f, width), Weights(0.2f, width)]);

    private string BatchNorm(string x, int channels) =>
        Node("BatchNormalization", [x, Weights(1f, channels), Weights(0.2f, channels), Weights(0.3f, channels), Positive(channels)]);

    private string Heads(string x, int heads, int width, params ReadOnlySpan<long> order) =>
        Node("Transpose", [Node("Reshape", [x, Longs(0, 0, heads, width)])], Integers("perm", order));

    private string Dense(string x, int inputs, int outputs) =>
        Node("Add", [Weights(0.1f, outputs), Node("MatMul", [x, Weights(1f / MathF.Sqrt(inputs), inputs, outputs)])]);

    private string Image(params ReadOnlySpan<long> shape) => Image("x", shape);

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

    private string Node(string type, string[] inputs, params ReadOnlySpan<ProtoWriter> attributes)
    {
        string output = $"n{_nextName++}";
        _model.Node(type, output, inputs, [output], attributes);
        return output;
    }

    private string Scalar(float value) => Constant(Float, [], MemoryMarshal.AsBytes<float>([value]));

    private string Longs(params ReadOnlySpan<long> numbers) => Constant(Long, [numbers.Length], MemoryMarshal.AsBytes(numbers));

    private string Weights(float size, params ReadOnlySpan<long> shape) => Random(shape, () => size * ((2 * _random.NextSingle()) - 1));

    private string Positive(int count) => Random([count], () => 0.5f + _random.NextSingle());

    private string Random(ReadOnlySpan<long> shape, Func<float> next)
    {
        int count = 1;
        foreach (long size in shape)
            count *= (int)size;
        float[] elements = [.. Enumerable.Range(0, count).Select(_ => next())];
        return Constant(Float, shape.ToArray(), MemoryMarshal.AsBytes(elements.AsSpan()));
    }

    private string Constant(int type, long[] shape, ReadOnlySpan<byte> bytes)
    {
        string name = $"w{_nextName++}";
        _model.Initializer(name, type, shape, bytes.ToArray());
        return name;
    }
}
