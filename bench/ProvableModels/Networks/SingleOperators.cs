using OpenGradient.Benchmarks.SideBySide.Graphs;

namespace OpenGradient.Benchmarks.ProvableModels.Networks;

/// <summary>Networks of one operator, or of the few that an exporter writes for one.</summary>
internal static class SingleOperators
{
    public static IEnumerable<ExampleNetwork> All() => [.. Activations(), .. Layers(), .. Reductions(), .. Arithmetic()];

    private static IEnumerable<ExampleNetwork> Activations()
    {
        foreach ((string name, string type, int[] shape) in ((string, string, int[])[])
        [
            ("1l_elu", "Elu", [3, 2, 3]), ("1l_erf", "Erf", [3]), ("1l_identity", "Identity", [2]), ("1l_leakyrelu", "LeakyRelu", [3]), ("1l_relu", "Relu", [3]),
            ("1l_sigmoid", "Sigmoid", [3]), ("1l_softmax", "Softmax", [3]), ("1l_tanh", "Tanh", [3]), ("celu", "Celu", [8]), ("doodles", "Identity", [1, 64, 64]),
            ("exp", "Exp", [8]), ("hard_sigmoid", "HardSigmoid", [8]), ("hard_swish", "HardSwish", [8]), ("selu", "Selu", [8]), ("softplus", "Softplus", [8]),
            ("1l_flatten", "Flatten", [3, 2, 3]), ("log_softmax", "LogSoftmax", [8]), ("gelu", "Gelu", [8]),
        ])
            yield return Chain(name, shape, type);
        yield return Chain("1l_sqrt", [3], "Sqrt") with { Low = 0f };
        yield return Chain("log", [8], "Log") with { Low = 0.01f };
        yield return Chain("rsqrt", [8], "Sqrt", "Reciprocal") with { Low = 0.01f };
        yield return Chain("2l_relu_sigmoid", [3, 8, 8], "Relu", "Sigmoid");
        yield return Chain("2l_relu_sigmoid_small", [3], "Relu", "Sigmoid");
        yield return Chain("2l_relu_small", [3], "Relu", "Relu");
        yield return Chain("2l_sigmoid_small", [1], "Sigmoid", "Sigmoid");
        yield return Chain("trig", [3, 2, 3], "Softplus", "Cos", "Sin", "Tan", "Acos", "Asin", "Atan", "Tanh", "Neg", "Abs", "Sign");
        yield return Of("trig_apart", static graph => graph.Node("Concat", [.. ((string[])["Cos", "Sin", "Tan", "Acos", "Asin", "Atan", "Sinh", "Cosh", "Asinh"]).Select(name => graph.Node(name, ["input"]))], ("axis", 1)), 8);
        yield return Of("mish", static graph => graph.Node("Mul", ["input", graph.Node("Tanh", [graph.Node("Softplus", ["input"])])]), 8);
        yield return Of("1l_prelu", static graph => graph.Node("PRelu", ["input", graph.Weights(0.5f, 3, 1, 1)]), 3, 2, 2);
        yield return Of("1l_gelu_noappx", Gelu, 3);
        yield return Of("1l_gelu_tanh_appx", GeluTanh, 3);
        yield return Of("softsign", static graph => graph.Node("Div", ["input", graph.Node("Add", [graph.Node("Abs", ["input"]), graph.Scalar(1f)])]), 8);
        yield return Of("clip", static graph => graph.Node("Clip", ["input", graph.Scalar(-0.5f), graph.Scalar(0.3f)]), 2, 2, 8);
    }

    private static IEnumerable<ExampleNetwork> Layers()
    {
        yield return Of("1l_average", static graph => graph.Node("Gather", [graph.Node("AveragePool", ["input"], ("kernel_shape", new[] { 2, 2 }), ("pads", new[] { 1, 1, 1, 1 })), graph.Long(0)], ("axis", 1)), 3, 2, 2);
        yield return Of("1l_batch_norm", static graph => graph.Node("BatchNormalization", ["input", graph.Weights(1f, 3), graph.Weights(0.2f, 3), graph.Weights(0.3f, 3), graph.Floats([0.5f, 1f, 1.5f], 3)]), 3, 2, 2);
        yield return Of("1l_concat", static graph => graph.Node("Concat", ["input", "input"], ("axis", 2)), 3, 2, 3, 2, 2);
        yield return Of("1l_conv", static graph => graph.Node("Conv", ["input", graph.Weights(1f, 1, 3, 1, 1), graph.Weights(0.1f, 1)], ("pads", new[] { 1, 1, 1, 1 })), 3, 1, 1);
        yield return Of("1l_conv_transpose", static graph => graph.Node("ConvTranspose", ["input", graph.Weights(1f, 3, 3, 5, 5), graph.Weights(0.1f, 3)], ("pads", new[] { 2, 2, 2, 2 }), ("strides", new[] { 2, 2 }), ("output_padding", new[] { 1, 1 })), 3, 5, 5);
        yield return Of("1l_downsample", static graph => graph.Node("Conv", ["input", graph.Weights(1f, 1, 3, 1, 1), graph.Weights(0.1f, 1)], ("pads", new[] { 1, 1, 1, 1 }), ("strides", new[] { 2, 2 })), 3, 6, 6);
        yield return Of("1l_instance_norm", static graph => graph.Node("InstanceNormalization", ["input", graph.Floats([1f], 1), graph.Floats([0f], 1)]), 1, 2, 2);
        yield return Of("instance_norm_3", static graph => graph.Node("InstanceNormalization", ["input", graph.Weights(1f, 3), graph.Weights(1f, 3)]), 3, 4, 4);
        yield return Of("1l_linear", static graph => Dense(graph, "input", 1, 1), 1);
        yield return Of("1l_lppool", LpPool, 3, 2, 2);
        yield return Of("lp_pool_node", static graph => graph.Node("LpPool", ["input"], ("kernel_shape", new[] { 2, 2 }), ("p", 2)), 3, 4, 4);
        yield return Of("1l_max_pool", static graph => graph.Node("MaxPool", ["input"], ("kernel_shape", new[] { 2, 2 }), ("pads", new[] { 1, 1, 1, 1 })), 3, 2, 2);
        yield return Of("1l_mlp", static graph => graph.Node("Relu", [Dense(graph, "input", 3, 4)]), 3);
        yield return Of("1l_pad", static graph => graph.Node("Pad", ["input", graph.Longs(0, 0, 0, 1, 0, 0, 0, 1)]), 3, 2, 2);
        yield return Of("1l_reshape", static graph => graph.Node("Reshape", ["input", graph.Longs(-1, 6)]), 1, 3, 2);
        yield return Of("1l_slice", static graph => graph.Node("Slice", ["input", graph.Longs(0), graph.Longs(1), graph.Longs(1), graph.Longs(1)]), 3, 2);
        yield return Of("1l_upsample", static graph => Resize(graph, "nearest"), 3, 5, 5);
        yield return Of("upsample_linear", static graph => Resize(graph, "linear"), 3, 5, 5);
        yield return Of("layernorm", static graph => graph.Node("LayerNormalization", ["input", graph.Weights(1f, 10), graph.Weights(0.1f, 10)]), 10, 10);
        yield return Of("tril", static graph => graph.Node("Trilu", ["input", graph.Long(0)], ("upper", 0)), 3, 3);
        yield return Of("triu", static graph => graph.Node("Trilu", ["input", graph.Long(0)]), 3, 3);
        yield return Of("eye", static graph => graph.Node("MatMul", ["input", graph.Floats([.. Enumerable.Range(0, 64).Select(static i => i % 9 == 0 ? 1f : 0f)], 8, 8)]), 8);
        yield return Of("moveaxis", static graph => graph.Node("Transpose", ["input"], ("perm", new[] { 0, 1, 3, 2 })), 2, 4, 8);
    }

    private static IEnumerable<ExampleNetwork> Reductions()
    {
        yield return Of("1l_mean", static graph => graph.Node("ReduceMean", ["input"], ("keepdims", 0)), 1, 300);
        yield return Of("max", static graph => graph.Node("ReduceMax", ["input"], ("keepdims", 0)), 3, 2, 2);
        yield return Of("min", static graph => graph.Node("ReduceMin", ["input"], ("keepdims", 0)), 3, 2, 2);
        yield return Of("reducel1", static graph => graph.Node("ReduceL1", ["input"], ("axes", new[] { 1 }), ("keepdims", 0)), 2, 2, 8);
        yield return Of("reducel2", static graph => graph.Node("ReduceL2", ["input"], ("axes", new[] { 1 }), ("keepdims", 0)), 2, 2, 8);
        yield return Of("logsumexp", static graph => graph.Node("ReduceLogSumExp", ["input"], ("axes", new[] { 1 }), ("keepdims", 0)), 2, 2, 8);
        yield return Of("reduce_prod", static graph => graph.Node("ReduceProd", ["input"], ("axes", new[] { 1 }), ("keepdims", 0)), 4, 3);
        yield return Of("1l_var", Variance, 1, 3, 3);
        yield return Integers("hard_max", GraphBuilder.FloatType, static graph => graph.Node("ArgMax", [graph.Node("Reshape", ["input", graph.Longs(-1)])], ("axis", 0), ("keepdims", 0)), 8);
        yield return Of("hard_max_node", static graph => graph.Node("Hardmax", ["input"]), 8);
        yield return Integers("1l_topk", GraphBuilder.LongType, TopK, 6) with { Bound = 100 };
        yield return Of("cumsum", static graph => graph.Node("CumSum", ["input", graph.Long(1)]), 7);
        yield return Integers("cumsum_integers", GraphBuilder.LongType, static graph => graph.Node("CumSum", ["input", graph.Long(1)], ("reverse", 1), ("exclusive", 1)), 3, 4) with { Bound = 100 };
        yield return Of("cumprod", static graph => graph.Node("CumProd", ["input", graph.Long(1)]), 5);
        yield return Of("cumprod_exclusive", static graph => graph.Node("CumProd", ["input", graph.Long(2)], ("reverse", 1), ("exclusive", 1)), 2, 4);
    }

    private static IEnumerable<ExampleNetwork> Arithmetic()
    {
        yield return Of("1l_div", static graph => graph.Node("Div", ["input", graph.Scalar(10f)]), 1);
        yield return Of("1l_eltwise_div", static graph => graph.Node("Div", ["input", graph.Node("Mul", ["input", graph.Scalar(2f)])]), 1);
        yield return Of("1l_tiny_div", static graph => graph.Node("Div", ["input", graph.Scalar(10_000f)]), 8);
        yield return Of("1l_powf", static graph => graph.Node("Pow", ["input", graph.Scalar(1.3f)]), 4) with { Low = 0f };
        yield return Of("pow_cube", static graph => graph.Node("Pow", ["input", graph.Scalar(3f)]), 4);
        yield return Of("general_exp", static graph => graph.Node("Pow", [graph.Scalar(2.5f), "input"]), 8);
        yield return Of("pow_both", static graph => graph.Node("Pow", ["input", graph.Node("Sin", ["input"])]), 8) with { Low = 0.1f };
        yield return Of("blackman_window", static graph => graph.Node("Add", ["input", graph.Weights(0.5f, 8)]), 8);
        yield return Of("remainder", static graph => graph.Node("Sub", ["input", graph.Node("Mul", [graph.Node("Floor", [graph.Node("Div", ["input", graph.Scalar(0.3f)])]), graph.Scalar(0.3f)])]), 8);
        yield return Of("mod_node", static graph => graph.Node("Mod", ["input", graph.Scalar(0.3f)], ("fmod", 1)), 8);
        yield return Of("broadcast", Broadcast, 8, 4);
        yield return Of("positional_encoding", static graph => graph.Node("Add", [graph.Node("Sin", ["input"]), graph.Node("Cos", ["input"])]), 8, 4) with { High = 6f };
        yield return Of("test_add_sub_mul", static graph => graph.Node("Mul", [graph.Node("Sub", [graph.Node("Add", ["input", graph.Weights(1f, 65536)]), graph.Weights(1f, 65536)]), graph.Weights(1f, 65536)]), 65536);
        yield return new ExampleNetwork("rounding_ops", static graph =>
        {
            foreach ((string name, string type) in (ReadOnlySpan<(string, string)>)[("w", "Round"), ("x", "Floor"), ("y", "Ceil")])
                graph.Output(graph.Node(type, [graph.Input(name, GraphBuilder.FloatType, -1, 3, 2, 3)]), -1, 3, 2, 3);
        })
        { Low = -4f, High = 4f };
    }

    /// <summary>A network with one input of real numbers, <c>input</c>, and one output.</summary>
    public static ExampleNetwork Of(string name, Func<GraphBuilder, string> build, params int[] shape) => new(name, graph =>
    {
        graph.Input("input", GraphBuilder.FloatType, [-1, .. shape]);
        graph.Output(build(graph));
    });

    /// <summary>The same with an input of another type, and integers that come out.</summary>
    public static ExampleNetwork Integers(string name, int type, Func<GraphBuilder, string> build, params int[] shape) => new(name, graph =>
    {
        graph.Input("input", type, [-1, .. shape]);
        graph.OutputOf(GraphBuilder.LongType, build(graph));
    });

    /// <summary>A layer with a bias.</summary>
    public static string Dense(GraphBuilder graph, string x, int inputs, int outputs) =>
        graph.Node("Gemm", [x, graph.Weights(1.2f, outputs, inputs), graph.Weights(0.1f, outputs)], ("transB", 1));

    private static ExampleNetwork Chain(string name, int[] shape, params string[] types) =>
        Of(name, graph => types.Aggregate("input", (x, type) => graph.Node(type, [x])), shape);

    private static string Gelu(GraphBuilder graph)
    {
        string erf = graph.Node("Erf", [graph.Node("Div", ["input", graph.Scalar(MathF.Sqrt(2f))])]);
        return graph.Node("Mul", [graph.Node("Mul", ["input", graph.Node("Add", [erf, graph.Scalar(1f)])]), graph.Scalar(0.5f)]);
    }

    private static string GeluTanh(GraphBuilder graph)
    {
        string cube = graph.Node("Mul", [graph.Node("Mul", ["input", "input"]), "input"]);
        string inner = graph.Node("Mul", [graph.Node("Add", ["input", graph.Node("Mul", [cube, graph.Scalar(0.044715f)])]), graph.Scalar(0.79788456f)]);
        string half = graph.Node("Mul", ["input", graph.Scalar(0.5f)]);
        return graph.Node("Mul", [half, graph.Node("Add", [graph.Node("Tanh", [inner]), graph.Scalar(1f)])]);
    }

    /// <summary>As exporters spell it out.</summary>
    private static string LpPool(GraphBuilder graph)
    {
        string mean = graph.Node("AveragePool", [graph.Node("Pow", ["input", graph.Scalar(2f)])], ("kernel_shape", new[] { 1, 1 }));
        string positive = graph.Node("Mul", [graph.Node("Sign", [mean]), graph.Node("Relu", [graph.Node("Abs", [mean])])]);
        string root = graph.Node("Pow", [graph.Node("Mul", [positive, graph.Scalar(1f)]), graph.Scalar(0.5f)]);
        return graph.Node("Gather", [root, graph.Long(0)], ("axis", 1));
    }

    private static string Resize(GraphBuilder graph, string mode) => graph.Node(
        "Resize", ["input", "", graph.Floats([1f, 1f, 2f, 2f], 4)], ("mode", mode), ("coordinate_transformation_mode", mode == "nearest" ? "asymmetric" : "half_pixel"), ("nearest_mode", "floor"));

    private static string Variance(GraphBuilder graph)
    {
        string mean = graph.Node("ReduceMean", ["input"], ("axes", new[] { -1, -2 }));
        string difference = graph.Node("Sub", ["input", mean]);
        return graph.Node("ReduceMean", [graph.Node("Mul", [difference, difference])], ("axes", new[] { 1, 2 }), ("keepdims", 0));
    }

    private static string TopK(GraphBuilder graph)
    {
        string[] largest = graph.Nodes("", "TopK", 2, ["input", graph.Longs(4)]);
        string[] least = graph.Nodes("", "TopK", 2, ["input", graph.Longs(4)], ("largest", 0));
        return graph.Node("Add", [largest[0], least[0]]);
    }

    private static string Broadcast(GraphBuilder graph)
    {
        string sum = graph.Node("Add", ["input", graph.Weights(1f, 4)]);
        return graph.Node("Mul", [graph.Node("Sub", [sum, graph.Weights(1f, 8, 1)]), graph.Weights(1f, 2, 8, 4)]);
    }
}
