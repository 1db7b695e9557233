using OpenGradient.Benchmarks.SideBySide.Graphs;
using static OpenGradient.Benchmarks.SideBySide.Graphs.GraphBuilder;

namespace OpenGradient.Benchmarks.ProvableModels.Networks;

/// <summary>Attention and models made of it, with the shape arithmetic that exporters write around it.</summary>
internal static class Transformers
{
    public static IEnumerable<ExampleNetwork> All()
    {
        yield return SingleOperators.Of("self_attention", static graph => Encoder(graph, "Tanh"), 64, 64);
        yield return SingleOperators.Of("relu_self_attention", static graph => Encoder(graph, "Relu"), 64, 64);
        yield return new ExampleNetwork("multihead_attention", Mixer);
        yield return new ExampleNetwork("sigmoid_encoder", SigmoidEncoder);
        yield return SingleOperators.Of("layernorm_head", static graph => Norm(graph, "input", 16), 16, 16);
        yield return Decoder("microgpt", new DecoderShape(1, 4, 16, 16, 32) { Activation = "Relu" }) with { Bound = 32 };
        yield return Decoder("minigpt", new DecoderShape(2, 4, 32, 32, 1024) { Activation = "Relu", HasRootMeanNorm = true }) with { Bound = 1024 };
        yield return Decoder("nanoGPT", new DecoderShape(4, 4, 64, 64, 65)) with { Bound = 65, IsLarge = true };
        yield return Decoder("relu_nanoGPT", new DecoderShape(4, 4, 64, 64, 65) { Activation = "Relu" }) with { Bound = 65, IsLarge = true };
        yield return Decoder("nanoGPT_1M", new DecoderShape(5, 8, 128, 128, 65)) with { Bound = 65, IsLarge = true };
        foreach (int tokens in (int[])[1, 16, 64])
            yield return Decoder($"gpt2-124M-{tokens}", new DecoderShape(12, 12, 768, tokens, 50257) { IsFused = true, IsOfLastToken = true }) with { Bound = 50257, IsLarge = true };
    }

    private static ExampleNetwork Decoder(string name, DecoderShape shape) => new(name, graph => new DecoderGraph(graph, shape).Create());

    /// <summary>Normalisation as arithmetic.</summary>
    public static string Norm(GraphBuilder graph, string x, int width)
    {
        string difference = graph.Node("Sub", [x, graph.Node("ReduceMean", [x], ("axes", new[] { -1 }))]);
        string variance = graph.Node("ReduceMean", [graph.Node("Pow", [difference, graph.Scalar(2f)])], ("axes", new[] { -1 }));
        string root = graph.Node("Sqrt", [graph.Node("Add", [variance, graph.Scalar(1e-5f)])]);
        return graph.Node("Add", [graph.Node("Mul", [graph.Node("Div", [difference, root]), graph.Floats([.. Enumerable.Repeat(1.1f, width)], width)]), graph.Weights(0.1f, width)]);
    }

    /// <summary>A product with a bias, as frameworks export it.</summary>
    public static string Dense(GraphBuilder graph, string x, int inputs, int outputs) =>
        graph.Node("Add", [graph.Node("MatMul", [x, graph.Weights(1f, inputs, outputs)]), graph.Weights(0.1f, outputs)]);

    /// <summary>One block of width 64 with 4 heads.</summary>
    private static string Encoder(GraphBuilder graph, string activation)
    {
        var decoder = new DecoderGraph(graph, new DecoderShape(1, 4, 64, 64, 0) { Activation = activation });
        return decoder.Block("input");
    }

    private static string Heads(GraphBuilder graph, string x, int heads, int width, params int[] order) =>
        graph.Node("Transpose", [graph.Node("Reshape", [x, graph.Longs(0, -1, heads, width)])], ("perm", order));

    /// <summary>Two encoder layers over 16 rows of width 128, a mean and a score.</summary>
    private static void Mixer(GraphBuilder graph)
    {
        string x = graph.Node("Reshape", [graph.Input("input", FloatType, -1, 1, 16, 128), graph.Longs(-1, 16, 128)]);
        for (int layer = 0; layer < 2; layer++)
        {
            string mixed = Attention(graph, x, 4, 32, "Softmax");
            x = Norm(graph, graph.Node("Add", [x, Dense(graph, mixed, 128, 128)]), 128);
        }

        graph.Output(SingleOperators.Dense(graph, graph.Node("ReduceMean", [x], ("axes", new[] { 1 }), ("keepdims", 0)), 128, 1), -1, 1);
    }

    private static string Attention(GraphBuilder graph, string x, int heads, int width, string activation)
    {
        string q = Heads(graph, Dense(graph, x, heads * width, heads * width), heads, width, 0, 2, 1, 3);
        string k = Heads(graph, Dense(graph, x, heads * width, heads * width), heads, width, 0, 2, 3, 1);
        string v = Heads(graph, Dense(graph, x, heads * width, heads * width), heads, width, 0, 2, 1, 3);
        string scores = graph.Node(activation, [graph.Node("Div", [graph.Node("MatMul", [q, k]), graph.Scalar(MathF.Sqrt(width))])]);
        string mixed = graph.Node("Transpose", [graph.Node("MatMul", [scores, v])], ("perm", new[] { 0, 2, 1, 3 }));
        return graph.Node("Reshape", [mixed, graph.Longs(0, -1, heads * width)]);
    }

    private static void SigmoidEncoder(GraphBuilder graph)
    {
        string x = graph.Input("input", FloatType, 1, 4, 16);
        string inner = graph.Node("LayerNormalization", [x, graph.Weights(1f, 16), graph.Weights(0.1f, 16)]);
        x = graph.Node("Add", [x, Dense(graph, Attention(graph, inner, 4, 4, "Softmax"), 16, 16)]);
        inner = graph.Node("LayerNormalization", [x, graph.Weights(1f, 16), graph.Weights(0.1f, 16)]);
        graph.Output(graph.Node("Add", [x, Dense(graph, graph.Node("Sigmoid", [Dense(graph, inner, 16, 32)]), 32, 16)]), 1, 4, 16);
    }
}
