using OpenGradient.Benchmarks.SideBySide.Graphs;
using static OpenGradient.Benchmarks.SideBySide.Graphs.GraphBuilder;

namespace OpenGradient.Benchmarks.ProvableModels.Networks;

/// <summary>Recurrent layers; the batch of the input is their time, as exporters write a single sequence.</summary>
internal static class RecurrentNetworks
{
    public static IEnumerable<ExampleNetwork> All()
    {
        yield return new ExampleNetwork("rnn", static graph => Layer(graph, "RNN", 1));
        yield return new ExampleNetwork("gru", static graph => Layer(graph, "GRU", 3));
        yield return new ExampleNetwork("lstm", static graph => Layer(graph, "LSTM", 4));
        yield return new ExampleNetwork("lstm_medium", static graph => Stack(graph, 5, 50, 2));
        yield return new ExampleNetwork("lstm_large", static graph => Stack(graph, 2, 100, 4));
        yield return new ExampleNetwork("gru_both_ways", static graph =>
        {
            string[] y = graph.Nodes("", "GRU", 2, [graph.Input("input", FloatType, 6, 1, 5), graph.Weights(1f, 2, 12, 5), graph.Weights(1f, 2, 12, 4), graph.Weights(0.1f, 2, 24)], ("hidden_size", 4), ("direction", "bidirectional"), ("linear_before_reset", 1));
            graph.Output(y[0]);
            graph.Output(y[1]);
        });
    }

    private static void Layer(GraphBuilder graph, string type, int gates)
    {
        string x = graph.Node("Unsqueeze", [graph.Input("input", FloatType, -1, 3), graph.Longs(1)]);
        string batch = graph.Node("Unsqueeze", [graph.Node("Gather", [graph.Node("Shape", [x]), graph.Long(1)]), graph.Longs(0)]);
        string state = graph.Node("ConstantOfShape", [graph.Node("Concat", [graph.Longs(1), batch, graph.Longs(3)], ("axis", 0))]);
        string[] inputs = [x, graph.Weights(1f, 1, gates * 3, 3), graph.Weights(1f, 1, gates * 3, 3), graph.Weights(0.3f, 1, gates * 6), "", state];
        bool isLong = type == "LSTM";
        string[] y = graph.Nodes("", type, isLong ? 3 : 2, isLong ? [.. inputs, state] : inputs, ("hidden_size", 3));
        graph.Output(graph.Node("Squeeze", [graph.Node("Squeeze", [y[0], graph.Longs(1)]), graph.Longs(1)]));
        foreach (string last in y[1..])
            graph.Output(graph.Node("Squeeze", [last, graph.Longs(0)]));
    }

    private static void Stack(GraphBuilder graph, int steps, int width, int layers)
    {
        string x = graph.Node("Reshape", [graph.Input("input", FloatType, 1, steps, 1), graph.Longs(steps, 1, 1)]);
        for (int layer = 0; layer < layers; layer++)
        {
            int inputs = layer == 0 ? 1 : width;
            string[] y = graph.Nodes("", "LSTM", 1, [x, graph.Weights(1f, 1, 4 * width, inputs), graph.Weights(1f, 1, 4 * width, width), graph.Weights(0.1f, 1, 8 * width)], ("hidden_size", width));
            x = graph.Node("Squeeze", [y[0], graph.Longs(1)]);
        }

        x = graph.Node("Reshape", [graph.Node("Slice", [x, graph.Longs(steps - 1), graph.Longs(steps), graph.Longs(0)]), graph.Longs(1, width)]);
        graph.Output(SingleOperators.Dense(graph, x, width, 1), 1, 1);
    }
}
