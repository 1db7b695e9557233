using OpenGradient.Benchmarks.SideBySide.Graphs;
using static OpenGradient.Benchmarks.SideBySide.Graphs.GraphBuilder;

namespace OpenGradient.Benchmarks.ProvableModels.Networks;

/// <summary>Truth values that go on as numbers, masks that come in, places of maxima, quotients of integers.</summary>
internal static class ComputedMasks
{
    public static IEnumerable<ExampleNetwork> All()
    {
        yield return SingleOperators.Of("truth_values", TruthValues, 6);
        yield return new ExampleNetwork("mask_input", Masked) { Bound = 2 };
        yield return new ExampleNetwork("max_pool_places", static graph => Places(graph, graph.Input("input", FloatType, -1, 2, 7, 7)));
        yield return new ExampleNetwork("integer_quotients", Quotients) { Bound = 100 };
        yield return SingleOperators.Of("conv_transpose_3d", static graph => graph.Node(
            "ConvTranspose",
            ["input", graph.Weights(1f, 4, 2, 3, 3, 2), graph.Weights(0.1f, 4)],
            ("group", 2), ("strides", new[] { 2, 2, 1 }), ("pads", new[] { 1, 0, 1, 1, 1, 0 }), ("dilations", new[] { 1, 2, 1 }), ("output_padding", new[] { 1, 0, 0 })), 4, 3, 3, 4);
        yield return SingleOperators.Of("lp_pool_fourth", static graph => graph.Node("LpPool", ["input"], ("kernel_shape", new[] { 2, 3 }), ("strides", new[] { 1, 2 }), ("pads", new[] { 0, 1, 1, 0 }), ("p", 4)), 2, 5, 6);
    }

    /// <summary>2b - 1 of a truth value b, and whether b is greater than one half.</summary>
    private static string TruthValues(GraphBuilder graph)
    {
        string b = graph.Node("Cast", [graph.Node("Greater", ["input", graph.Scalar(0f)])], ("to", FloatType));
        string sign = graph.Node("Sub", [graph.Node("Mul", [b, graph.Scalar(2f)]), graph.Scalar(1f)]);
        string again = graph.Node("Cast", [graph.Node("Greater", [b, graph.Scalar(0.5f)])], ("to", FloatType));
        return graph.Node("Concat", [sign, again], ("axis", 1));
    }

    /// <summary>Scores, of which those that an input names are nearly minus infinity.</summary>
    private static void Masked(GraphBuilder graph)
    {
        string scores = graph.Input("scores", FloatType, -1, 4, 4);
        string mask = graph.Node("Max", [graph.Input("mask", LongType, -1, 4), graph.Longs(1, 0, 0, 0)]);
        string open = graph.Node("Cast", [graph.Node("Unsqueeze", [mask, graph.Longs(1)])], ("to", FloatType));
        string far = graph.Node("Mul", [graph.Node("Sub", [graph.Scalar(1f), open]), graph.Scalar(float.MinValue)]);
        graph.Output(graph.Node("Softmax", [graph.Node("Add", [scores, far])]), -1, 4, 4);
    }

    private static void Places(GraphBuilder graph, string x)
    {
        string[] outputs = graph.Nodes("", "MaxPool", 2, [x], [("kernel_shape", new[] { 3, 2 }), ("strides", new[] { 2, 2 }), ("pads", new[] { 1, 0, 1, 1 })]);
        graph.Output(outputs[0], -1, 2, 4, 4);
        graph.OutputOf(LongType, outputs[1], -1, 2, 4, 4);
    }

    /// <summary>By an odd number, which is never 0, within bounds that are part of the model.</summary>
    private static void Quotients(GraphBuilder graph)
    {
        string x = graph.Input("x", LongType, -1, 8);
        string small = graph.Node("Min", [graph.Node("Max", [graph.Input("y", LongType, -1, 8), graph.Long(0)]), graph.Long(99)]);
        string y = graph.Node("Add", [graph.Node("Mul", [small, graph.Long(2)]), graph.Long(-99)]);
        foreach (string quotient in (string[])[graph.Node("Div", [x, y]), graph.Node("Mod", [x, y]), graph.Node("Mod", [x, y], ("fmod", 1))])
            graph.OutputOf(LongType, quotient, -1, 8);
    }
}
