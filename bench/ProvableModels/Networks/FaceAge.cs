using OpenGradient.Benchmarks.SideBySide.Graphs;

namespace OpenGradient.Benchmarks.ProvableModels.Networks;

/// <summary>An age estimator of two streams and three stages (SSR-Net): products of what both see.</summary>
internal static class FaceAge
{
    public static void Create(GraphBuilder graph)
    {
        string image = graph.Input("input", GraphBuilder.FloatType, 1, 3, 64, 64);
        string left = image, right = image;
        for (int stage = 1; stage <= 3; stage++)
        {
            int inputs = stage == 1 ? 3 : 16;
            left = Pooled(graph, "AveragePool", graph.Node("Relu", [Normalized(graph, left, inputs)]));
            right = Pooled(graph, "MaxPool", graph.Node("Tanh", [Normalized(graph, right, inputs)]));
            Stage(graph, left, right, 64 >> stage);
        }
    }

    private static string Normalized(GraphBuilder graph, string x, int inputs) => graph.Node(
        "BatchNormalization",
        [SmallNetworks.Conv(graph, x, inputs, 16, 3, 1, 1), graph.Weights(1f, 16), graph.Weights(0.1f, 16), graph.Weights(0.2f, 16), graph.Floats([.. Enumerable.Repeat(0.9f, 16)], 16)]);

    private static string Pooled(GraphBuilder graph, string type, string x) => graph.Node(type, [x], ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }));

    /// <summary>Probabilities, offsets and a width of the stage.</summary>
    private static void Stage(GraphBuilder graph, string left, string right, int side)
    {
        string a = Flat(graph, graph.Node("Relu", [SmallNetworks.Conv(graph, left, 16, 5, 1, 1, 0)]), 5 * side * side);
        string b = Flat(graph, graph.Node("Relu", [SmallNetworks.Conv(graph, right, 16, 5, 1, 1, 0)]), 5 * side * side);
        string both = graph.Node("Mul", [Dense(graph, a, 5 * side * side, 4), Dense(graph, b, 5 * side * side, 4)]);
        graph.Output(graph.Node("Relu", [Dense(graph, graph.Node("Relu", [both]), 4, 3)]));
        graph.Output(graph.Node("Tanh", [Dense(graph, both, 4, 1)]));
        graph.Output(graph.Node("Tanh", [Dense(graph, graph.Node("Relu", [both]), 4, 3)]));
    }

    /// <summary>A view of one row, as exporters compute its shape.</summary>
    private static string Flat(GraphBuilder graph, string x, int count)
    {
        string batch = graph.Node("Unsqueeze", [graph.Node("Gather", [graph.Node("Shape", [x]), graph.Long(0)]), graph.Longs(0)]);
        return graph.Node("Reshape", [x, graph.Node("Concat", [batch, graph.Longs(count)], ("axis", 0))]);
    }

    private static string Dense(GraphBuilder graph, string x, int inputs, int outputs) => SingleOperators.Dense(graph, x, inputs, outputs);
}
