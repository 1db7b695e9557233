using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary><c>TreeEnsembleRegressor</c> and <c>TreeEnsembleClassifier</c>: the same trees as <c>TreeEnsemble</c>, with nodes named by their tree and number, and leaves among them.</summary>
internal static class OldTreeImports
{
    /// <summary>The scores of a row are the sums of its leaves, and what a row starts with.</summary>
    public static void Regressor(NodeImport node)
    {
        int targets = (int)node.Integer("n_targets", 1);
        string aggregate = node.Text("aggregate_function", "SUM");
        if (aggregate is not ("SUM" or "AVERAGE" or "MIN" or "MAX"))
            throw node.Error($"aggregate_function '{NodeNames.Shorten(aggregate)}' is unknown", InvalidInputKind.Unsupported);
        Settings settings = new Settings().Integer("targets", targets);
        if (aggregate != "SUM")
            settings.Name("aggregate", aggregate.ToLowerInvariant());
        node.Set(0, Transformed(node, Based(node, Ensemble(node, "target", settings), targets)));
    }

    /// <summary>The label of the largest score, and the scores; of two classes with one score, that of the second, which counts from a half on or from zero on.</summary>
    public static void Classifier(NodeImport node)
    {
        DraftConstant labels = node.Find("classlabels_int64s") is { Integers.Count: > 0 } listed
            ? DraftConstant.Integers("labels", [.. listed.Integers])
            : throw node.Error("only classes with whole numbers for labels are supported", InvalidInputKind.Unsupported);
        int classes = (int)labels.Shape[0];
        long[] ids = List(node, "class_ids");
        bool hasOneScore = classes == 2 && !ids.AsSpan().ContainsAnyExcept(ids.Length > 0 ? ids[0] : 0);
        if (hasOneScore)
            throw node.Error("two classes with a score for one of them are not supported; scores for both are", InvalidInputKind.Unsupported);
        DraftValue scores = Based(node, Ensemble(node, "class", new Settings().Integer("targets", classes)), classes);
        DraftValue best = node.Emit("ArgMax", new Settings().Integer("axis", 1).Flag("keepdims", false), scores);
        node.Set(0, node.Emit("Gather", new Settings().Integer("axis", 0), DraftValue.Of(labels), best));
        node.Set(1, Transformed(node, scores));
    }

    private static DraftValue Ensemble(NodeImport node, string target, Settings settings)
    {
        var nodes = new NodeTable(node, target);
        return node.Emit(
            "TreeEnsemble",
            settings,
            node.Emit("Cast", new Settings().Name("to", "f32"), node.Input(0)),
            node.IntegerList([.. nodes.Roots]),
            node.IntegerList([.. nodes.Modes]),
            node.IntegerList([.. nodes.Features]),
            node.IntegerList([.. nodes.WhenTrue]),
            node.IntegerList([.. nodes.WhenFalse]),
            node.IntegerList([.. nodes.Targets]),
            DraftValue.Of(DraftConstant.Floats("splits", CollectionsMarshal.AsSpan(nodes.Splits))),
            DraftValue.Of(DraftConstant.Floats("weights", CollectionsMarshal.AsSpan(nodes.Weights))));
    }

    private static DraftValue Based(NodeImport node, DraftValue scores, int targets)
    {
        if (node.Find("base_values") is not { Floats.Count: > 0 } given)
            return scores;
        if (given.Floats.Count != targets && given.Floats.Count != 1)
            throw node.Error("base_values are not as many as there are scores");
        return node.Emit("Add", null, scores, DraftValue.Of(DraftConstant.Floats("base", [.. given.Floats])));
    }

    private static DraftValue Transformed(NodeImport node, DraftValue scores) => node.Text("post_transform", "NONE") switch
    {
        "NONE" => scores,
        "SOFTMAX" => node.Emit("Softmax", null, scores),
        "LOGISTIC" => node.Emit("Sigmoid", null, scores),
        string other => throw node.Error($"post_transform '{NodeNames.Shorten(other)}' is not supported", InvalidInputKind.Unsupported),
    };

    private static long[] List(NodeImport node, string name) => [.. node.Find(name)?.Integers ?? []];

    /// <summary>Inner nodes numbered on their own, leaves as -1 - their number.</summary>
    private sealed class NodeTable
    {
        private readonly NodeImport _node;
        private readonly Dictionary<(long Tree, long Node), int> _places = [];
        private readonly Dictionary<int, List<(long Target, float Weight)>> _leaves = []; // what each place of a leaf weighs for
        private readonly long[] _numbers; // of each listed node: that of an inner one, or -1 - that of a leaf

        public NodeTable(NodeImport node, string target)
        {
            _node = node;
            long[] trees = List(node, "nodes_treeids"), ids = List(node, "nodes_nodeids"), features = List(node, "nodes_featureids");
            List<string> modes = node.Texts("nodes_modes") ?? throw node.Error("nodes_modes is missing");
            List<float> values = node.Find("nodes_values")?.Floats ?? throw node.Error("nodes_values is missing");
            RequireLength(trees.Length, ids.Length, features.Length, modes.Count, values.Count);
            for (int place = 0; place < trees.Length; place++)
            {
                if (!_places.TryAdd((trees[place], ids[place]), place))
                    throw node.Error("a node is listed twice");
            }

            AddLeaves(target);
            _numbers = Numbered(modes);
            AddNodes(trees, features, modes, values);
        }

        public List<long> Roots { get; } = [];

        public List<long> Modes { get; } = [];

        public List<long> Features { get; } = [];

        public List<long> WhenTrue { get; } = [];

        public List<long> WhenFalse { get; } = [];

        public List<long> Targets { get; } = [];

        public List<float> Splits { get; } = [];

        public List<float> Weights { get; } = [];

        private void AddLeaves(string target)
        {
            long[] trees = List(_node, $"{target}_treeids"), ids = List(_node, $"{target}_nodeids"), targets = List(_node, $"{target}_ids");
            List<float> weights = _node.Find($"{target}_weights")?.Floats ?? throw _node.Error($"{target}_weights is missing");
            RequireLength(trees.Length, ids.Length, targets.Length, weights.Count);
            for (int leaf = 0; leaf < trees.Length; leaf++)
            {
                int place = Place(trees[leaf], ids[leaf]);
                if (!_leaves.TryGetValue(place, out List<(long Target, float Weight)>? listed))
                    _leaves[place] = listed = [];
                listed.Add((targets[leaf], weights[leaf]));
            }
        }

        private long[] Numbered(List<string> modes)
        {
            long[] numbers = new long[modes.Count];
            int inner = 0;
            for (int place = 0; place < numbers.Length; place++)
            {
                if (modes[place] != "LEAF")
                {
                    numbers[place] = inner++;
                    continue;
                }

                if (!_leaves.TryGetValue(place, out List<(long Target, float Weight)>? listed) || listed.Count != 1)
                    throw _node.Error("leaves that weigh for no target, or for several, are not supported", InvalidInputKind.Unsupported);
                numbers[place] = -1 - Targets.Count;
                Targets.Add(listed[0].Target);
                Weights.Add(listed[0].Weight);
            }

            return numbers;
        }

        private void AddNodes(long[] trees, long[] features, List<string> modes, List<float> values)
        {
            long[] whenTrue = List(_node, "nodes_truenodeids"), whenFalse = List(_node, "nodes_falsenodeids"), missing = List(_node, "nodes_missing_value_tracks_true");
            RequireLength(trees.Length, whenTrue.Length, whenFalse.Length);
            var seen = new HashSet<long>();
            for (int place = 0; place < trees.Length; place++)
            {
                if (seen.Add(trees[place]))
                    Roots.Add(_numbers[place]); // the first of a tree
                if (modes[place] == "LEAF")
                    continue;
                int mode = ModeNames.IndexOf(modes[place]);
                if (mode < 0)
                    throw _node.Error($"the mode '{NodeNames.Shorten(modes[place])}' is unknown");
                Modes.Add(mode + (place < missing.Length && missing[place] != 0 ? 8 : 0));
                Features.Add(features[place]);
                Splits.Add(values[place]);
                WhenTrue.Add(_numbers[Place(trees[place], whenTrue[place])]);
                WhenFalse.Add(_numbers[Place(trees[place], whenFalse[place])]);
            }
        }

        private int Place(long tree, long id) => _places.TryGetValue((tree, id), out int place) ? place : throw _node.Error($"tree {tree} has no node {id}");

        private void RequireLength(params ReadOnlySpan<int> counts)
        {
            if (counts.ContainsAnyExcept(counts[0]))
                throw _node.Error("its lists of nodes or leaves differ in length");
        }
    }

    // The modes 0 to 5 of TreeEnsemble.
    private static readonly ImmutableArray<string> ModeNames = ["BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT", "BRANCH_EQ", "BRANCH_NEQ"];
}
