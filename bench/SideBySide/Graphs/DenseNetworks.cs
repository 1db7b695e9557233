namespace OpenGradient.Benchmarks.SideBySide.Graphs;

/// <summary>Networks of matrix products.</summary>
internal static class DenseNetworks
{
    /// <summary>x [batch·n, n] times a constant [n, n].</summary>
    public static byte[] Gemm(int n)
    {
        var graph = new GraphBuilder(n);
        string y = graph.Node("MatMul", [graph.Input("x", GraphBuilder.FloatType, -1, n), graph.Weights(1f, n, n)]);
        graph.Output(y, -1, n);
        return graph.ToArray();
    }

    /// <summary>784-1024-1024-10 with Relu.</summary>
    public static byte[] Mlp()
    {
        var graph = new GraphBuilder(784);
        string x = graph.Input("x", GraphBuilder.FloatType, -1, 784);
        x = graph.Node("Relu", [Dense(graph, x, 784, 1024)]);
        x = graph.Node("Relu", [Dense(graph, x, 1024, 1024)]);
        graph.Output(Dense(graph, x, 1024, 10), -1, 10);
        return graph.ToArray();
    }

    private static string Dense(GraphBuilder graph, string x, int inputs, int outputs) =>
        graph.Node("Gemm", [x, graph.Weights(1.4f, outputs, inputs), graph.Weights(0.1f, outputs)], ("transB", 1));
}
