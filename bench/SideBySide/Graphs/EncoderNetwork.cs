namespace OpenGradient.Benchmarks.SideBySide.Graphs;

/// <summary>Six encoder layers of the shape of MiniLM (384 wide, 12 heads, 1536 inside), written out in plain operators as exporters do.</summary>
internal static class EncoderNetwork
{
    /// <summary>The network for so many tokens.</summary>
    public static byte[] Create(int length)
    {
        var graph = new GraphBuilder(6);
        string tokens = graph.Input("tokens", GraphBuilder.LongType, -1, length);
        string x = graph.Node("Gather", [graph.Weights(1f, Vocabulary, Width), tokens]);
        x = graph.Node("Add", [x, graph.Weights(0.1f, length, Width)]);
        x = Norm(graph, x);
        for (int layer = 0; layer < 6; layer++)
        {
            x = Norm(graph, graph.Node("Add", [x, Attention(graph, x)]));
            x = Norm(graph, graph.Node("Add", [x, Dense(graph, Gelu(graph, Dense(graph, x, Width, Inner)), Inner, Width)]));
        }

        graph.Output(x, -1, length, Width);
        return graph.ToArray();
    }

    public const int Length = 128;
    public const int Vocabulary = 2000;

    private static string Attention(GraphBuilder graph, string x)
    {
        string q = Heads(graph, Dense(graph, x, Width, Width), 0, 2, 1, 3);
        string k = Heads(graph, Dense(graph, x, Width, Width), 0, 2, 3, 1);
        string v = Heads(graph, Dense(graph, x, Width, Width), 0, 2, 1, 3);
        string scores = graph.Node("Div", [graph.Node("MatMul", [q, k]), graph.Scalar(MathF.Sqrt(HeadWidth))]);
        string mixed = graph.Node("MatMul", [graph.Node("Softmax", [scores], ("axis", -1)), v]);
        mixed = graph.Node("Transpose", [mixed], ("perm", new[] { 0, 2, 1, 3 }));
        return Dense(graph, graph.Node("Reshape", [mixed, graph.Longs(0, 0, Width)]), Width, Width);
    }

    private static string Heads(GraphBuilder graph, string x, params int[] order) =>
        graph.Node("Transpose", [graph.Node("Reshape", [x, graph.Longs(0, 0, HeadCount, HeadWidth)])], ("perm", order));

    private static string Dense(GraphBuilder graph, string x, int inputs, int outputs) =>
        graph.Node("Add", [graph.Weights(0.1f, outputs), graph.Node("MatMul", [x, graph.Weights(1f, inputs, outputs)])]);

    private static string Gelu(GraphBuilder graph, string x)
    {
        string erf = graph.Node("Erf", [graph.Node("Div", [x, graph.Scalar(MathF.Sqrt(2f))])]);
        return graph.Node("Mul", [graph.Node("Mul", [x, graph.Node("Add", [erf, graph.Scalar(1f)])]), graph.Scalar(0.5f)]);
    }

    private static string Norm(GraphBuilder graph, string x) =>
        graph.Node("LayerNormalization", [x, graph.Weights(1f, Width), graph.Weights(0.1f, Width)], ("epsilon", 1e-12f));

    private const int Width = 384;
    private const int Inner = 1536;
    private const int HeadCount = 12;
    private const int HeadWidth = Width / HeadCount;
}
