namespace OpenGradient.Benchmarks.SideBySide.Graphs;

/// <summary>Networks whose activations are u8 and whose weights are i8, written with QuantizeLinear and DequantizeLinear pairs.</summary>
internal static class QuantizedNetworks
{
    /// <summary>Four products of width 1024 on 128 rows for each of the batch.</summary>
    public static byte[] Dense()
    {
        var graph = new GraphBuilder(8);
        string x = Requantize(graph, graph.Input("x", GraphBuilder.FloatType, -1, 1024));
        for (int layer = 0; layer < 4; layer++)
        {
            string weights = Dequantize(graph, graph.SignedBytes(1024, 1024), 1f / 1300f);
            x = Requantize(graph, graph.Node("MatMul", [x, weights]));
        }

        graph.Output(x, -1, 1024);
        return graph.ToArray();
    }

    /// <summary>Convolutions 3 × 3 and 1 × 1 in pairs on planes whose sides are halved twice.</summary>
    public static byte[] Convolutional(int side)
    {
        var graph = new GraphBuilder(88);
        string x = Requantize(graph, graph.Input("x", GraphBuilder.FloatType, -1, 64, side, side));
        int channels = 64;
        foreach (int width in (int[])[64, 128, 256])
        {
            x = Conv(graph, x, channels, width, 3, width == 64 ? 1 : 2);
            x = Conv(graph, x, width, width, 1, 1);
            x = Conv(graph, x, width, width, 3, 1);
            channels = width;
        }

        graph.Output(x, -1, channels, side / 4, side / 4);
        return graph.ToArray();
    }

    private static string Conv(GraphBuilder graph, string x, int inputs, int outputs, int kernel, int stride)
    {
        float scale = 1.3f / (40f * MathF.Sqrt(inputs * kernel * kernel));
        string weights = Dequantize(graph, graph.SignedBytes(outputs, inputs, kernel, kernel), scale);
        string y = graph.Node(
            "Conv",
            [x, weights],
            ("kernel_shape", new[] { kernel, kernel }),
            ("strides", new[] { stride, stride }),
            ("pads", new[] { kernel / 2, kernel / 2, kernel / 2, kernel / 2 }));
        return Requantize(graph, y);
    }

    private static string Dequantize(GraphBuilder graph, string bytes, float scale) => graph.Node(
        "DequantizeLinear", [bytes, graph.Scalar(scale), graph.Constant(GraphBuilder.SignedByteType, [0])]);

    private static string Requantize(GraphBuilder graph, string x)
    {
        string scale = graph.Scalar(0.03f);
        string zero = graph.Constant(GraphBuilder.ByteType, [128]);
        return graph.Node("DequantizeLinear", [graph.Node("QuantizeLinear", [x, scale, zero]), scale, zero]);
    }
}
