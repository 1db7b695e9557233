using OpenGradient.Benchmarks.SideBySide.Graphs;
using static OpenGradient.Benchmarks.ProvableModels.Networks.SingleOperators;

namespace OpenGradient.Benchmarks.ProvableModels.Networks;

/// <summary>Perceptrons and convolutional networks.</summary>
internal static class SmallNetworks
{
    public static IEnumerable<ExampleNetwork> All()
    {
        yield return Of("2l_relu_fc", static graph => graph.Node("Relu", [Dense(graph, "input", 3, 1)]), 3);
        yield return Of("2l_relu_sigmoid_conv", SigmoidConv, 3, 8, 8);
        yield return Of("3l_relu_conv_fc", static graph => Stack(graph, [(1, 4, 5, 2), (4, 6, 5, 2)], 4 * 4 * 6, 10), 1, 28, 28);
        yield return Of("4l_relu_conv_fc", static graph => Stack(graph, [(1, 4, 5, 2), (4, 6, 5, 2)], 4 * 4 * 6, 20, 10), 1, 28, 28);
        yield return Of("accuracy", static graph => Perceptron(graph, "Relu", 41, 82, 82, 1), 41);
        yield return Of("prelu_gmm", static graph => Perceptron(graph, "PRelu", 41, 82, 82, 1), 41);
        yield return Of("quantize_dequantize", static graph => Dense(graph, "input", 41, 1), 41);
        yield return Of("quantize_dequantize_nodes", Quantized, 41);
        yield return Of("large_mlp", LargePerceptron, 100);
        yield return Of("sklearn_mlp", SklearnPerceptron, 3);
        yield return Of("linear_regression", static graph => Dense(graph, graph.Node("Cast", ["input"], ("to", 1)), 2, 1), 2);
        yield return new ExampleNetwork("linear_svc", SupportVectors);
        yield return Of("lenet_5", LeNet, 1, 32, 32);
        yield return Of("variable_cnn", static graph => Dense(graph, graph.Node("Reshape", [graph.Node("Relu", [Conv(graph, "input", 1, 8, 3, 2, 1)]), graph.Longs(-1, 1568)]), 1568, 100), 1, 28, 28);
        yield return Of("cnn-cifar-01", static graph => Cifar(graph, 6, 16, 120, 84), 3, 32, 32);
        yield return Of("cnn-cifar-264k", static graph => Cifar(graph, 16, 32, 256, 128), 3, 32, 32);
        yield return Of("large_op_graph", LargeGraph, 3, 2, 2);
        yield return new ExampleNetwork("tutorial", Tutorial);
        yield return new ExampleNetwork("idolmodel", Idol);
        yield return Of("article_classification", static graph => Perceptron(graph, "Relu", 512, 256, 128, 8), 512);
        yield return Of("authorization", static graph => Perceptron(graph, "Relu", 64, 32, 16, 4), 64);
        yield return Of("perceptron", static graph => graph.Node("Relu", [Perceptron(graph, "Relu", 4, 32, 32, 24, 3)]), 4);
        yield return Of("mlp_square", static graph => SquarePerceptron(graph, 6), 4);
        yield return Of("mlp_square_4layer", static graph => SquarePerceptron(graph, 4), 4);
        yield return Of("ltsf", Decomposition, 96, 1);
        yield return new ExampleNetwork("mnist_gan", Generator);
        yield return new ExampleNetwork("fr_age", FaceAge.Create);
        yield return Of("resnet-18-cifar", ResNet18, 3, 32, 32) with { IsLarge = true };
    }

    /// <summary>A convolution with a bias.</summary>
    public static string Conv(GraphBuilder graph, string x, int inputs, int outputs, int kernel, int stride, int pad) => graph.Node(
        "Conv", [x, graph.Weights(1.3f, outputs, inputs, kernel, kernel), graph.Weights(0.1f, outputs)], ("strides", new[] { stride, stride }), ("pads", new[] { pad, pad, pad, pad }));

    private static string Perceptron(GraphBuilder graph, string activation, params ReadOnlySpan<int> widths)
    {
        string x = "input";
        for (int layer = 1; layer < widths.Length; layer++)
        {
            x = Dense(graph, x, widths[layer - 1], widths[layer]);
            if (layer < widths.Length - 1)
                x = activation == "PRelu" ? graph.Node("PRelu", [x, graph.Floats([0.25f], 1)]) : graph.Node(activation, [x]);
        }

        return x;
    }

    private static string SquarePerceptron(GraphBuilder graph, int layers)
    {
        string x = "input";
        for (int layer = 0; layer < layers; layer++)
            x = graph.Node("Pow", [Dense(graph, x, layer == 0 ? 4 : 8, layer == layers - 1 ? 4 : 8), graph.Scalar(2f)]);
        return x;
    }

    private static string SigmoidConv(GraphBuilder graph)
    {
        string x = graph.Node("Relu", [Conv(graph, "input", 3, 6, 3, 1, 1)]);
        return graph.Node("Sigmoid", [graph.Node("Relu", [Conv(graph, x, 6, 1, 3, 1, 2)])]);
    }

    private static string Stack(GraphBuilder graph, (int Inputs, int Outputs, int Kernel, int Stride)[] layers, params ReadOnlySpan<int> widths)
    {
        string x = "input";
        foreach ((int inputs, int outputs, int kernel, int stride) in layers)
            x = graph.Node("Relu", [Conv(graph, x, inputs, outputs, kernel, stride, 0)]);
        x = graph.Node("Flatten", [x]);
        for (int layer = 1; layer < widths.Length; layer++)
            x = layer < widths.Length - 1 ? graph.Node("Relu", [Dense(graph, x, widths[layer - 1], widths[layer])]) : Dense(graph, x, widths[layer - 1], widths[layer]);
        return x;
    }

    private static string LargePerceptron(GraphBuilder graph)
    {
        string shape = graph.Node("ConstantOfShape", [graph.Longs(1)]);
        string zeros = graph.Node("Expand", [graph.Scalar(0f), graph.Node("Tile", [graph.Longs(1, 100), graph.Node("Cast", [graph.Node("Add", [shape, graph.Floats([1f], 1)])], ("to", GraphBuilder.LongType))])]);
        string x = graph.Node("Add", ["input", zeros]);
        for (int layer = 0; layer < 9; layer++)
            x = layer == 8 ? Dense(graph, x, 100, 100) : graph.Node("Relu", [Dense(graph, x, 100, 100)]);
        return x;
    }

    private static string SklearnPerceptron(GraphBuilder graph)
    {
        string x = graph.Node("Add", [graph.Node("MatMul", [graph.Node("Cast", ["input"], ("to", 1)), graph.Weights(1f, 3, 7)]), graph.Weights(0.1f, 1, 7)]);
        x = graph.Node("Add", [graph.Node("MatMul", [graph.Node("Relu", [x]), graph.Weights(1f, 7, 1)]), graph.Weights(0.1f, 1, 1)]);
        return graph.Node("Reshape", [x, graph.Longs(-1, 1)]);
    }

    private static void SupportVectors(GraphBuilder graph)
    {
        string x = graph.Input("input", GraphBuilder.DoubleType, -1, 3072);
        string weights = graph.Node("Cast", [graph.Weights(1f, 3072, 1)], ("to", GraphBuilder.DoubleType));
        string offset = graph.Node("Cast", [graph.Floats([0.1f], 1)], ("to", GraphBuilder.DoubleType));
        string score = graph.Node("Reshape", [graph.Node("Add", [graph.Node("MatMul", [x, weights]), offset]), graph.Longs(-1)]);
        string zero = graph.Node("Cast", [graph.Scalar(0f)], ("to", GraphBuilder.DoubleType));
        string chosen = graph.Node("Cast", [graph.Node("Greater", [score, zero])], ("to", GraphBuilder.IntType));
        graph.OutputOf(GraphBuilder.ByteType, graph.Node("Gather", [graph.Constant(GraphBuilder.ByteType, [0, 1], 2), chosen]), -1);
    }

    /// <summary>Sub-sampling of 1998: an average with a factor and an offset for each channel.</summary>
    private static string LeNet(GraphBuilder graph)
    {
        string x = Conv(graph, "input", 1, 6, 5, 1, 0);
        x = Subsampled(graph, x, 6);
        x = Subsampled(graph, Conv(graph, x, 6, 16, 5, 1, 0), 16);
        x = graph.Node("Flatten", [x]);
        return Dense(graph, Dense(graph, Dense(graph, x, 400, 120), 120, 84), 84, 10);
    }

    private static string Subsampled(GraphBuilder graph, string x, int channels)
    {
        string mean = graph.Node("AveragePool", [x], ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }));
        return graph.Node("Add", [graph.Node("Mul", [mean, graph.Weights(1f, channels, 1, 1)]), graph.Weights(0.1f, channels, 1, 1)]);
    }

    private static string Cifar(GraphBuilder graph, int first, int second, int wide, int narrow)
    {
        string x = "input";
        foreach ((int inputs, int outputs) in (ReadOnlySpan<(int, int)>)[(3, first), (first, second)])
            x = graph.Node("MaxPool", [graph.Node("Relu", [Conv(graph, x, inputs, outputs, 5, 1, 0)])], ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }));
        x = graph.Node("Relu", [Dense(graph, graph.Node("Flatten", [x]), second * 25, wide)]);
        return Dense(graph, graph.Node("Relu", [Dense(graph, x, wide, narrow)]), narrow, 10);
    }

    private static string LargeGraph(GraphBuilder graph)
    {
        string a = graph.Node("Sigmoid", [Conv(graph, "input", 3, 3, 3, 1, 2)]);
        string b = graph.Node("Relu", [Conv(graph, a, 3, 3, 3, 1, 1)]);
        string sum = graph.Node("Add", [graph.Node("Add", [a, b]), graph.Node("Add", [b, graph.Scalar(0.5f)])]);
        sum = graph.Node("Sub", [graph.Node("Pow", [sum, graph.Scalar(2f)]), graph.Node("Relu", [b])]);
        return graph.Node("Relu", [graph.Node("Add", [graph.Node("MatMul", [sum, graph.Weights(1f, 4, 4)]), graph.Node("Add", [a, b])])]);
    }

    private static void Tutorial(GraphBuilder graph)
    {
        string x = graph.Input("input", GraphBuilder.FloatType, -1, 3, 2, 2);
        string y = graph.Input("y", GraphBuilder.FloatType, 1, 3, 2, 2);
        string z = graph.Input("z", GraphBuilder.FloatType, 1, 3, 2, 2);
        string product = graph.Node("Add", [graph.Node("MatMul", [x, y]), graph.Node("Pow", [graph.Node("Relu", [z]), graph.Scalar(2f)])]);
        graph.Output(graph.Node("Sigmoid", [graph.Node("Div", [Conv(graph, product, 3, 3, 1, 1, 1), graph.Scalar(3f)])]));
        graph.Output(graph.Node("Sub", [graph.Node("Add", [x, y]), z]));
    }

    private static void Idol(GraphBuilder graph)
    {
        graph.Output(graph.Node("Identity", [graph.Input("input", GraphBuilder.FloatType, -1, 1)]));
        string x = graph.Input("input.1", GraphBuilder.FloatType, -1, 1, 128, 130);
        x = graph.Node("Relu", [graph.Node("Conv", [x, graph.Weights(1f, 1, 1, 5, 3), graph.Weights(0.1f, 1)], ("strides", new[] { 4, 4 }))]);
        graph.Output(graph.Node("Sigmoid", [Dense(graph, graph.Node("Flatten", [x]), 31 * 32, 1)]));
    }

    /// <summary>A trend by a moving average over padded ends, what is left of the series, and a layer for each.</summary>
    private static string Decomposition(GraphBuilder graph)
    {
        string first = graph.Node("Slice", ["input", graph.Longs(0), graph.Longs(1), graph.Longs(1)]);
        string last = graph.Node("Slice", ["input", graph.Longs(95), graph.Longs(96), graph.Longs(1)]);
        string padded = graph.Node("Concat", [graph.Node("Tile", [first, graph.Longs(1, 12, 1)]), "input", graph.Node("Tile", [last, graph.Longs(1, 12, 1)])], ("axis", 1));
        string trend = graph.Node("AveragePool", [graph.Node("Transpose", [padded], ("perm", new[] { 0, 2, 1 }))], ("kernel_shape", new[] { 25 }), ("strides", new[] { 1 }));
        string season = graph.Node("Sub", [graph.Node("Transpose", ["input"], ("perm", new[] { 0, 2, 1 })), trend]);
        string sum = graph.Node("Add", [Projected(graph, season), Projected(graph, trend)]);
        return graph.Node("Transpose", [sum], ("perm", new[] { 0, 2, 1 }));
    }

    private static string Projected(GraphBuilder graph, string x) => graph.Node("Add", [graph.Node("MatMul", [x, graph.Weights(1f, 96, 24)]), graph.Weights(0.1f, 24)]);

    private static void Generator(GraphBuilder graph)
    {
        string x = graph.Input("input_0", GraphBuilder.FloatType, 1, 100);
        x = graph.Node("Gemm", [x, graph.Weights(1f, 100, 3136), graph.Weights(0.1f, 3136)]);
        x = graph.Node("Add", [graph.Node("Mul", [x, graph.Weights(1f, 3136)]), graph.Weights(0.1f, 3136)]);
        x = graph.Node("Transpose", [graph.Node("Reshape", [x, graph.Longs(1, 7, 7, 64)])], ("perm", new[] { 0, 3, 1, 2 }));
        x = Transposed(graph, graph.Node("Elu", [x]), 64, 128);
        x = graph.Node("BatchNormalization", [x, graph.Weights(1f, 128), graph.Weights(0.1f, 128), graph.Weights(0.3f, 128), graph.Floats([.. Enumerable.Repeat(0.8f, 128)], 128)]);
        x = Transposed(graph, graph.Node("Elu", [x]), 128, 1);
        graph.Output(graph.Node("Reshape", [graph.Node("Sigmoid", [x]), graph.Longs(1, 28, 28)]));
    }

    private static string Transposed(GraphBuilder graph, string x, int inputs, int outputs) =>
        graph.Node("ConvTranspose", [x, graph.Weights(0.5f, inputs, outputs, 5, 5), graph.Weights(0.1f, outputs)], ("strides", new[] { 2, 2 }), ("auto_pad", "SAME_UPPER"));

    private static string Quantized(GraphBuilder graph)
    {
        string scale = graph.Scalar(0.01f);
        string zero = graph.Constant(GraphBuilder.SignedByteType, [3]);
        string x = graph.Node("DequantizeLinear", [graph.Node("QuantizeLinear", ["input", scale, zero]), scale, zero]);
        return Dense(graph, x, 41, 1);
    }

    private static string ResNet18(GraphBuilder graph)
    {
        string x = graph.Node("Relu", [Conv(graph, "input", 3, 64, 3, 1, 1)]);
        int channels = 64;
        foreach (int width in (int[])[64, 128, 256, 512])
        {
            x = Residual(graph, x, channels, width, width == 64 ? 1 : 2);
            x = Residual(graph, x, width, width, 1);
            channels = width;
        }

        return Dense(graph, graph.Node("Flatten", [graph.Node("GlobalAveragePool", [x])]), 512, 10);
    }

    private static string Residual(GraphBuilder graph, string x, int channels, int width, int stride)
    {
        string y = Conv(graph, graph.Node("Relu", [Conv(graph, x, channels, width, 3, stride, 1)]), width, width, 3, 1, 1);
        string shortcut = stride == 1 ? x : Conv(graph, x, channels, width, 1, stride, 0);
        return graph.Node("Relu", [graph.Node("Add", [y, shortcut])]);
    }
}
