using System.Runtime.InteropServices;
using OpenGradient.Models.Tests.Onnx;
using static OpenGradient.Models.Tests.Onnx.ModelBuilder;

namespace OpenGradient.Benchmarks;

/// <summary>Networks of convolutions in the shapes that others measure, with random weights: neither cost nor soundness depends on these.</summary>
internal sealed class ConvolutionNetworks
{
    private const int Float = 1;
    private readonly ModelBuilder _model = new() { Opset = 24 };
    private readonly Random _random = new(5);
    private int _nextName;

    /// <returns>The ONNX file; null for a name that is not one of them.</returns>
    public static byte[]? Create(string name) => name switch
    {
        "lenet-5" => new ConvolutionNetworks().LeNet(),
        "cifar-cnn" => new ConvolutionNetworks().SmallCifar(),
        "resnet-18" => new ConvolutionNetworks().ResNet(),
        _ => null,
    };

    /// <summary>61,706 parameters.</summary>
    private byte[] LeNet()
    {
        string x = Pool(Relu(Conv(Image(1, 28), 1, 6, kernel: 5, pad: 2)));
        x = Pool(Relu(Conv(x, 6, 16, kernel: 5, pad: 0)));
        x = Relu(Dense(Node("Flatten", [x]), 400, 120));
        return Finish(Dense(Relu(Dense(x, 120, 84)), 84, 10));
    }

    /// <summary>263,338 parameters.</summary>
    private byte[] SmallCifar()
    {
        string x = Pool(Relu(Conv(Image(3, 32), 3, 32)));
        x = Pool(Relu(Conv(x, 32, 64)));
        x = Pool(Relu(Conv(x, 64, 64)));
        return Finish(Dense(Relu(Dense(Node("Flatten", [x]), 1024, 200)), 200, 10));
    }

    /// <summary>11.2 million parameters, the norms folded into the convolutions.</summary>
    private byte[] ResNet()
    {
        string x = Relu(Conv(Image(3, 32), 3, 64));
        for (int stage = 0, inputs = 64; stage < 4; inputs = 64 << stage++)
        {
            x = Block(x, inputs, 64 << stage, stage == 0 ? 1 : 2);
            x = Block(x, 64 << stage, 64 << stage, 1);
        }

        return Finish(Dense(Node("Flatten", [Node("GlobalAveragePool", [x])]), 512, 10));
    }

    private string Block(string x, int inputs, int outputs, int stride)
    {
        string inner = Conv(Relu(Conv(x, inputs, outputs, stride: stride)), outputs, outputs);
        return Relu(Node("Add", [inner, stride == 1 ? x : Conv(x, inputs, outputs, kernel: 1, pad: 0, stride: stride)]));
    }

    private string Image(long channels, long side)
    {
        _model.Input("x", Float, 1, channels, side, side);
        return "x";
    }

    private string Conv(string x, int inputs, int outputs, int kernel = 3, int pad = 1, int stride = 1) => Node(
        "Conv",
        [x, Weights(1f / MathF.Sqrt(kernel * kernel * inputs), outputs, inputs, kernel, kernel), Weights(0.1f, outputs)],
        Integers("pads", pad, pad, pad, pad),
        Integers("strides", stride, stride));

    private string Pool(string x) => Node("MaxPool", [x], Integers("kernel_shape", 2, 2), Integers("strides", 2, 2));

    private string Relu(string x) => Node("Relu", [x]);

    private string Dense(string x, int inputs, int outputs) => Node("Gemm", [x, Weights(1f / MathF.Sqrt(inputs), outputs, inputs), Weights(0.1f, outputs)], Integer("transB", 1));

    private string Weights(float largest, params long[] shape)
    {
        float[] numbers = [.. Enumerable.Range(0, (int)shape.Aggregate(1L, static (product, size) => product * size)).Select(_ => largest * ((2 * _random.NextSingle()) - 1))];
        string name = $"w{_nextName++}";
        _model.Initializer(name, Float, shape, MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray());
        return name;
    }

    private string Node(string type, string[] inputs, params ReadOnlySpan<ProtoWriter> attributes)
    {
        string name = $"n{_nextName++}";
        _model.Node(type, "", inputs, [name], attributes);
        return name;
    }

    private byte[] Finish(string y)
    {
        _model.Node("Identity", "", [y], ["y"]).Output("y");
        return _model.Build();
    }
}
