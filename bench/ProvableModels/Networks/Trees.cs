using System.Runtime.InteropServices;
using OpenGradient.Benchmarks.SideBySide.Graphs;
using static OpenGradient.Benchmarks.SideBySide.Graphs.GraphBuilder;

namespace OpenGradient.Benchmarks.ProvableModels.Networks;

/// <summary>Trees in the three forms that converters give them: products with masks, walks by gathering, and the operators of their own domain.</summary>
internal static class Trees
{
    public static IEnumerable<ExampleNetwork> All()
    {
        yield return Of("decision_tree", static graph => graph.OutputOf(LongType, graph.Node("ArgMax", [Products(graph, 7, 3)], ("axis", 1), ("keepdims", 0)), -1));
        yield return Of("random_forest", static graph => Forest(graph, 100, "Div"));
        yield return Of("gradient_boosted_trees", static graph => Forest(graph, 30, "Add"));
        yield return Of("hummingbird_decision_tree", static graph => Walked(graph, 1, 3, 3, isOneHot: true));
        yield return Of("oh_decision_tree", static graph => Walked(graph, 1, 4, 3, isOneHot: true));
        yield return Of("lightgbm", static graph => Walked(graph, 12, 3, 3, isOneHot: false));
        yield return Of("xgboost", static graph => Walked(graph, 24, 4, 3, isOneHot: false));
        yield return Of("xgboost_reg", static graph => Walked(graph, 10, 3, 1, isOneHot: false));
        yield return Of("tree_ensemble_regressor", static graph => graph.Output(Ensemble(graph, "TreeEnsembleRegressor", "target", 1, 8)[0], -1, 1));
        yield return Of("tree_ensemble_classifier", static graph =>
        {
            string[] outputs = Ensemble(graph, "TreeEnsembleClassifier", "class", 2, 8);
            graph.OutputOf(LongType, outputs[0], -1);
            graph.Output(outputs[1], -1, 3);
        });
    }

    private static ExampleNetwork Of(string name, Action<GraphBuilder> build) => new(name, graph =>
    {
        graph.Input("input", FloatType, -1, Features);
        build(graph);
    });

    /// <summary>Comparisons of all inner nodes, times the paths: the leaf is the one whose count fits.</summary>
    private static string Products(GraphBuilder graph, int nodes, int outputs)
    {
        string values = graph.Node("Gather", ["input", graph.Longs([.. Enumerable.Range(0, nodes).Select(static node => (long)(node * 5 % Features))])], ("axis", 1));
        string isLess = graph.Node("Cast", [graph.Node("Less", [values, graph.Weights(0.5f, nodes)])], ("to", FloatType));
        string path = graph.Node("MatMul", [isLess, Paths(graph, nodes)]);
        string leaf = graph.Node("Cast", [graph.Node("Equal", [path, graph.Floats(Counts(nodes), nodes + 1)])], ("to", FloatType));
        return graph.Node("MatMul", [leaf, graph.Weights(2f, nodes + 1, outputs)]);
    }

    /// <summary>A complete binary tree: 1 where the leaf lies to the left of the node, -1 to the right.</summary>
    private static string Paths(GraphBuilder graph, int nodes)
    {
        float[] paths = new float[nodes * (nodes + 1)];
        for (int leaf = 0; leaf <= nodes; leaf++)
        {
            for (int node = nodes + leaf; node > 0; node = (node - 1) / 2)
                paths[((node - 1) / 2 * (nodes + 1)) + leaf] = node % 2 == 1 ? 1f : -1f;
        }

        return graph.Floats(paths, nodes, nodes + 1);
    }

    /// <summary>How many turns to the left lead to each leaf.</summary>
    private static float[] Counts(int nodes) => [.. Enumerable.Range(nodes, nodes + 1).Select(static leaf =>
    {
        float count = 0;
        for (int node = leaf; node > 0; node = (node - 1) / 2)
            count += node % 2;
        return count;
    })];

    private static void Forest(GraphBuilder graph, int trees, string last)
    {
        string sum = Products(graph, 7, 3);
        for (int tree = 1; tree < trees; tree++)
            sum = graph.Node("Add", [sum, Products(graph, 7, 3)]);
        string scores = last == "Div" ? graph.Node("Div", [sum, graph.Scalar(trees)]) : graph.Node("Add", [sum, graph.Weights(0.1f, 3)]);
        graph.OutputOf(DoubleType, graph.Node("Cast", [graph.Node("ArgMax", [scores], ("axis", 1), ("keepdims", 0))], ("to", DoubleType)), -1);
    }

    /// <summary>All trees at once, a level after the other, each by gathering the node's feature, threshold and children.</summary>
    private static void Walked(GraphBuilder graph, int trees, int depth, int outputs, bool isOneHot)
    {
        int nodes = (2 << depth) - 1;
        var random = new Random(trees);
        string features = graph.Longs(Draw(trees * nodes, _ => random.NextInt64(Features)));
        string thresholds = graph.Weights(0.5f, trees * nodes);
        string left = graph.Longs(Draw(trees * nodes, node => Child(node, 1)));
        string right = graph.Longs(Draw(trees * nodes, node => Child(node, 2)));
        string place = graph.Node("Add", [graph.Node("Cast", [graph.Node("Mul", [graph.Node("Gather", ["input", graph.Longs(0)], ("axis", 1)), graph.Scalar(0f)])], ("to", LongType)), Roots()]);
        for (int level = 0; level < depth; level++)
        {
            string flat = graph.Node("Reshape", [place, graph.Longs(-1)]);
            string feature = graph.Node("Reshape", [graph.Node("Gather", [features, flat]), graph.Longs(-1, trees)]);
            string value = isOneHot ? Chosen(feature) : graph.Node("GatherElements", ["input", feature], ("axis", 1));
            string isMore = graph.Node("Greater", [value, graph.Node("Reshape", [graph.Node("Gather", [thresholds, flat]), graph.Longs(-1, trees)])]);
            string toLeft = graph.Node("Cast", [graph.Node("Not", [isMore])], ("to", LongType));
            string next = graph.Node("Reshape", [graph.Node("Gather", [right, flat]), graph.Longs(-1, trees)]);
            string other = graph.Node("Reshape", [graph.Node("Gather", [left, flat]), graph.Longs(-1, trees)]);
            place = graph.Node("Add", [next, graph.Node("Mul", [toLeft, graph.Node("Sub", [other, next])])]);
        }

        string leaves = graph.Node("Gather", [graph.Weights(1f, trees * nodes, outputs), graph.Node("Reshape", [place, graph.Longs(-1)])]);
        string scores = graph.Node("ReduceSum", [graph.Node("Reshape", [leaves, graph.Longs(-1, trees, outputs)]), graph.Longs(1)], ("keepdims", 0));
        if (outputs == 1)
        {
            graph.Output(graph.Node("Add", [scores, graph.Scalar(0.5f)]), -1, 1);
            return;
        }

        string probabilities = isOneHot ? scores : graph.Node("Softmax", [scores], ("axis", 1));
        graph.OutputOf(LongType, graph.Node("ArgMax", [probabilities], ("axis", 1), ("keepdims", 0)), -1);
        graph.Output(probabilities, -1, outputs);

        string Chosen(string feature) => graph.Node(
            "ReduceSum",
            [graph.Node("Mul", [graph.Node("OneHot", [feature, graph.Longs(Features), graph.Floats([0f, 1f], 2)]), graph.Node("Unsqueeze", ["input", graph.Longs(1)])]), graph.Longs(2)],
            ("keepdims", 0));
        string Roots() => graph.Constant(LongType, MemoryMarshal.AsBytes(Draw(trees, tree => tree * nodes).AsSpan()), 1, trees);
        long Child(int node, int side)
        {
            int child = (node % nodes * 2) + side;
            return child < nodes ? (node / nodes * nodes) + child : node;
        }
    }

    /// <summary>Complete trees of depth 3.</summary>
    private static string[] Ensemble(GraphBuilder graph, string type, string target, int outputCount, int trees)
    {
        const int inner = 7, nodes = 15;
        var random = new Random(trees);
        int[] all = [.. Enumerable.Range(0, trees * nodes)];
        int targets = target == "class" ? 3 : 1;
        int[] leaves = [.. all.Where(static node => node % nodes >= inner)];
        List<(string, object)> attributes =
        [
            ("nodes_treeids", Array.ConvertAll(all, static node => node / nodes)),
            ("nodes_nodeids", Array.ConvertAll(all, static node => node % nodes)),
            ("nodes_featureids", Array.ConvertAll(all, _ => random.Next(Features))),
            ("nodes_values", Array.ConvertAll(all, _ => random.NextSingle() - 0.5f)),
            ("nodes_modes", Array.ConvertAll(all, static node => node % nodes < inner ? "BRANCH_LEQ" : "LEAF")),
            ("nodes_truenodeids", Array.ConvertAll(all, static node => node % nodes < inner ? (node % nodes * 2) + 1 : 0)),
            ("nodes_falsenodeids", Array.ConvertAll(all, static node => node % nodes < inner ? (node % nodes * 2) + 2 : 0)),
            ($"{target}_treeids", Array.ConvertAll(leaves, static node => node / nodes)),
            ($"{target}_nodeids", Array.ConvertAll(leaves, static node => node % nodes)),
            ($"{target}_ids", Array.ConvertAll(leaves, node => node % targets)),
            ($"{target}_weights", Array.ConvertAll(leaves, _ => random.NextSingle())),
        ];
        attributes.Add(target == "class" ? ("classlabels_int64s", new[] { 0, 1, 2 }) : ("n_targets", 1));
        return graph.Nodes(TreeDomain, type, outputCount, ["input"], [.. attributes]);
    }

    private static long[] Draw(int count, Func<int, long> next) => [.. Enumerable.Range(0, count).Select(next)];

    private const int Features = 4;
}
