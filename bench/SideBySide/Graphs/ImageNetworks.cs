namespace OpenGradient.Benchmarks.SideBySide.Graphs;

/// <summary>Convolutional nets for square pictures, as exporters write them: batch normalisation already part of the weights.</summary>
internal static class ImageNetworks
{
    public static byte[] ResNet18(int side)
    {
        var graph = new GraphBuilder(18);
        string x = graph.Input("x", GraphBuilder.FloatType, -1, 3, side, side);
        x = graph.Node("Relu", [Conv(graph, x, 3, 64, 7, 2)]);
        x = graph.Node("MaxPool", [x], ("kernel_shape", new[] { 3, 3 }), ("strides", new[] { 2, 2 }), ("pads", new[] { 1, 1, 1, 1 }));
        int channels = 64;
        foreach (int width in (int[])[64, 128, 256, 512])
        {
            x = Residual(graph, x, channels, width, width == 64 ? 1 : 2);
            x = Residual(graph, x, width, width, 1);
            channels = width;
        }

        Classifier(graph, x, channels);
        return graph.ToArray();
    }

    public static byte[] MobileNetV1(int side)
    {
        var graph = new GraphBuilder(1);
        string x = graph.Input("x", GraphBuilder.FloatType, -1, 3, side, side);
        x = graph.Node("Relu", [Conv(graph, x, 3, 32, 3, 2)]);
        (int Width, int Stride)[] blocks =
        [
            (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1), (512, 1), (512, 1), (512, 1), (512, 1), (1024, 2), (1024, 1),
        ];
        int channels = 32;
        foreach ((int width, int stride) in blocks)
        {
            x = graph.Node("Relu", [Conv(graph, x, channels, channels, 3, stride, channels)]);
            x = graph.Node("Relu", [Conv(graph, x, channels, width, 1, 1)]);
            channels = width;
        }

        Classifier(graph, x, channels);
        return graph.ToArray();
    }

    private static string Residual(GraphBuilder graph, string x, int channels, int width, int stride)
    {
        string y = graph.Node("Relu", [Conv(graph, x, channels, width, 3, stride)]);
        y = Conv(graph, y, width, width, 3, 1);
        string shortcut = stride == 1 ? x : Conv(graph, x, channels, width, 1, stride);
        return graph.Node("Relu", [graph.Node("Add", [y, shortcut])]);
    }

    private static string Conv(GraphBuilder graph, string x, int inputs, int outputs, int kernel, int stride, int groups = 1) => graph.Node(
        "Conv",
        [x, graph.Weights(1.3f, outputs, inputs / groups, kernel, kernel), graph.Weights(0.1f, outputs)],
        ("kernel_shape", new[] { kernel, kernel }),
        ("strides", new[] { stride, stride }),
        ("pads", new[] { kernel / 2, kernel / 2, kernel / 2, kernel / 2 }),
        ("group", groups));

    private static void Classifier(GraphBuilder graph, string x, int channels)
    {
        x = graph.Node("Flatten", [graph.Node("GlobalAveragePool", [x])]);
        x = graph.Node("Gemm", [x, graph.Weights(1f, 1000, channels), graph.Weights(0.1f, 1000)], ("transB", 1));
        graph.Output(x, -1, 1000);
    }
}
