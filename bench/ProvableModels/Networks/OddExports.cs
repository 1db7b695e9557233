using OpenGradient.Benchmarks.SideBySide.Graphs;

namespace OpenGradient.Benchmarks.ProvableModels.Networks;

/// <summary>What exporters and quantisers write beside the usual: operators that are several at once, other types at the edges, masks that are nearly infinite.</summary>
internal static class OddExports
{
    public static IEnumerable<ExampleNetwork> All()
    {
        yield return SingleOperators.Of("conv_3d", static graph => graph.Node("Conv", ["input", graph.Weights(1f, 3, 2, 3, 3, 3), graph.Weights(0.1f, 3)], ("pads", new[] { 1, 1, 1, 1, 1, 1 }), ("strides", new[] { 2, 1, 1 })), 2, 4, 5, 5);
        yield return SingleOperators.Of("max_pool_3d", static graph => graph.Node("MaxPool", ["input"], ("kernel_shape", new[] { 2, 2, 2 }), ("strides", new[] { 2, 2, 2 })), 2, 4, 4, 4);
        yield return SingleOperators.Of("average_pool_3d", static graph => graph.Node("AveragePool", ["input"], ("kernel_shape", new[] { 3, 2, 2 }), ("pads", new[] { 1, 0, 0, 1, 0, 0 })), 2, 4, 4, 4);
        yield return SingleOperators.Of("pad_value", static graph => graph.Node("Pad", ["input", graph.Longs(0, 0, 1, 1, 0, 0, 1, 1), graph.Constant(GraphBuilder.FloatType, BitConverter.GetBytes(0.75f))]), 2, 3, 3);
        yield return SingleOperators.Of("einsum_heads", Einsum, 2, 6, 8);
        yield return SingleOperators.Of("attention_causal", static graph => Attention(graph, queryHeads: 4, keyHeads: 4), 6, 48);
        yield return SingleOperators.Of("attention_grouped", static graph => Attention(graph, queryHeads: 4, keyHeads: 2), 6, 32);
        yield return SingleOperators.Of("masked_add", static graph => Masked(graph, float.MinValue), 6, 6);
        yield return SingleOperators.Of("masked_add_1e9", static graph => Masked(graph, -1e9f), 6, 6);
        yield return SingleOperators.Of("quantized_layers", Quantized, 12);
        yield return SingleOperators.Of("layer_norm_axes", static graph => graph.Node("LayerNormalization", ["input", graph.Weights(1f, 4, 5), graph.Weights(0.1f, 4, 5)], ("axis", -2)), 3, 4, 5);
        yield return SingleOperators.Of("dead_layer", static graph => SingleOperators.Dense(graph, graph.Node("Relu", [graph.Node("Sub", ["input", graph.Scalar(5f)])]), 4, 3), 4);
        yield return new ExampleNetwork("uint8_image", Image);
        yield return new ExampleNetwork("float16", Half);
        yield return new ExampleNetwork("bitwise_ints", static graph =>
        {
            graph.Input("x", GraphBuilder.IntType, -1, 4);
            graph.Input("y", GraphBuilder.IntType, -1, 4);
            foreach (string name in (ReadOnlySpan<string>)["BitwiseAnd", "BitwiseOr", "BitwiseXor"])
                graph.OutputOf(GraphBuilder.IntType, graph.Node(name, ["x", "y"]), -1, 4);
        })
        { Bound = 1000 };
    }

    private static string Einsum(GraphBuilder graph)
    {
        string scores = graph.Node("Einsum", ["input", "input"], ("equation", "bhid,bhjd->bhij"));
        return graph.Node("Einsum", [scores, "input", graph.Weights(1f, 8, 4)], ("equation", "bhij,bhjd,de->bihe"));
    }

    /// <summary>Queries, keys and values side by side, in one node of operator set 23.</summary>
    private static string Attention(GraphBuilder graph, int queryHeads, int keyHeads)
    {
        const int Width = 4;
        string Part(int start, int count) => graph.Node("Slice", ["input", graph.Longs(start * Width), graph.Longs((start + count) * Width), graph.Longs(2)]);
        return graph.Node(
            "Attention",
            [Part(0, queryHeads), Part(queryHeads, keyHeads), Part(queryHeads + keyHeads, keyHeads)],
            ("q_num_heads", queryHeads), ("kv_num_heads", keyHeads), ("is_causal", 1));
    }

    private static string Masked(GraphBuilder graph, float low)
    {
        float[] mask = [.. Enumerable.Range(0, 36).Select(cell => cell % 6 > cell / 6 ? low : 0f)];
        return graph.Node("Softmax", [graph.Node("Add", ["input", graph.Floats(mask, 6, 6)])]);
    }

    /// <summary>A layer between quantised values, as quantisers of ONNX models write it.</summary>
    private static string Quantized(GraphBuilder graph)
    {
        string scale = graph.Constant(GraphBuilder.FloatType, BitConverter.GetBytes(1f / 64)), zero = graph.Constant(GraphBuilder.SignedByteType, [3]);
        string x = graph.Node("DequantizeLinear", [graph.Node("QuantizeLinear", ["input", scale, zero]), scale, zero]);
        string weights = graph.Node("DequantizeLinear", [graph.SignedBytes(12, 5), graph.Constant(GraphBuilder.FloatType, BitConverter.GetBytes(1f / 128)), graph.Constant(GraphBuilder.SignedByteType, [0])]);
        string y = graph.Node("MatMul", [x, weights]);
        string outScale = graph.Constant(GraphBuilder.FloatType, BitConverter.GetBytes(1f / 16)), outZero = graph.Constant(GraphBuilder.SignedByteType, [0]);
        return graph.Node("DequantizeLinear", [graph.Node("QuantizeLinear", [y, outScale, outZero]), outScale, outZero]);
    }

    private static void Image(GraphBuilder graph)
    {
        graph.Input("image", GraphBuilder.ByteType, -1, 3, 6, 6);
        string x = graph.Node("Div", [graph.Node("Cast", ["image"], ("to", GraphBuilder.FloatType)), graph.Scalar(255f)]);
        graph.Output(graph.Node("Conv", [x, graph.Weights(1f, 4, 3, 3, 3)]), -1, 4, 4, 4);
    }

    private static void Half(GraphBuilder graph)
    {
        graph.Input("x", HalfType, -1, 6);
        string y = graph.Node("Relu", [graph.Node("MatMul", [graph.Node("Cast", ["x"], ("to", GraphBuilder.FloatType)), graph.Weights(1f, 6, 4)])]);
        graph.OutputOf(HalfType, graph.Node("Cast", [y], ("to", HalfType)), -1, 4);
    }

    private const int HalfType = 10;
}
