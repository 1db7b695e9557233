using OpenGradient.Benchmarks.SideBySide.Graphs;
using static OpenGradient.Benchmarks.SideBySide.Graphs.GraphBuilder;

namespace OpenGradient.Benchmarks.ProvableModels.Networks;

/// <summary>Hierarchical risk parity over four assets: covariances, correlations, and weights that are cut in halves and written in place.</summary>
internal static class Finance
{
    public static IEnumerable<ExampleNetwork> All() => [new ExampleNetwork("hierarchical_risk", Create)];

    private static void Create(GraphBuilder graph)
    {
        string returns = graph.Input("asset_returns", FloatType, 100, 4);
        string centred = graph.Node("Sub", [returns, graph.Node("ReduceMean", [returns], ("axes", new[] { 0 }))]);
        string covariance = graph.Node("Div", [graph.Node("MatMul", [graph.Node("Transpose", [centred], ("perm", new[] { 1, 0 })), centred]), graph.Scalar(99f)]);
        string variances = Diagonal(graph, covariance);
        string roots = graph.Node("Sqrt", [variances]);
        string products = graph.Node("Mul", [graph.Node("Unsqueeze", [roots, graph.Longs(0)]), graph.Node("Unsqueeze", [roots, graph.Longs(1)])]);
        string distances = graph.Node("Sqrt", [graph.Node("Mul", [graph.Node("Sub", [graph.Scalar(1.0001f), graph.Node("Div", [covariance, products])]), graph.Scalar(0.5f)])]);
        string weights = graph.Node("Expand", [graph.Scalar(1f), graph.Longs(4)]);
        weights = Halved(graph, weights, variances, 0, 2, 4);
        weights = Halved(graph, weights, variances, 0, 1, 2);
        weights = Halved(graph, weights, variances, 2, 3, 4);
        graph.Output(weights, 4);
        graph.Output(distances, 4, 4);
    }

    private static string Diagonal(GraphBuilder graph, string matrix)
    {
        string isDiagonal = graph.Node("NonZero", [graph.Floats([.. Enumerable.Range(0, 16).Select(static i => i % 5 == 0 ? 1f : 0f)], 4, 4)]);
        return graph.Node("GatherND", [matrix, graph.Node("Transpose", [isDiagonal], ("perm", new[] { 1, 0 }))]);
    }

    /// <summary>Between two halves of a range of assets the weight goes against their variance.</summary>
    private static string Halved(GraphBuilder graph, string weights, string variances, int from, int middle, int to)
    {
        string left = Sum(graph, variances, from, middle);
        string right = Sum(graph, variances, middle, to);
        string share = graph.Node("Sub", [graph.Scalar(1f), graph.Node("Div", [left, graph.Node("Add", [left, right])])]);
        weights = Scaled(graph, weights, share, from, middle);
        return Scaled(graph, weights, graph.Node("Sub", [graph.Scalar(1f), share]), middle, to);
    }

    private static string Sum(GraphBuilder graph, string x, int from, int to) =>
        graph.Node("ReduceSum", [graph.Node("Slice", [x, graph.Longs(from), graph.Longs(to)]), graph.Longs(0)]);

    private static string Scaled(GraphBuilder graph, string weights, string share, int from, int to)
    {
        string part = graph.Node("Mul", [graph.Node("Slice", [weights, graph.Longs(from), graph.Longs(to)]), share]);
        string places = graph.Node("Reshape", [graph.Longs([.. Enumerable.Range(from, to - from).Select(static place => (long)place)]), graph.Longs(-1, 1)]);
        return graph.Node("ScatterND", [weights, places, part]);
    }
}
