using System.Collections.Immutable;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary>Inner nodes numbered on their own, leaves as -1 - their number.</summary>
internal sealed class OldTreeNodes
{
    private readonly NodeImport _node;
    private readonly Dictionary<(long Tree, long Node), int> _places = [];
    private readonly Dictionary<int, List<(long Target, float Weight)>> _leaves = []; // what each place of a leaf weighs for
    private readonly long[] _numbers; // of each listed node: that of an inner one, or -1 - that of a leaf

    public OldTreeNodes(NodeImport node, string target)
    {
        _node = node;
        long[] trees = OldTreeImports.List(node, "nodes_treeids"), ids = OldTreeImports.List(node, "nodes_nodeids"), features = OldTreeImports.List(node, "nodes_featureids");
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
        long[] trees = OldTreeImports.List(_node, $"{target}_treeids"), ids = OldTreeImports.List(_node, $"{target}_nodeids"), targets = OldTreeImports.List(_node, $"{target}_ids");
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
        long[] whenTrue = OldTreeImports.List(_node, "nodes_truenodeids"), whenFalse = OldTreeImports.List(_node, "nodes_falsenodeids"), missing = OldTreeImports.List(_node, "nodes_missing_value_tracks_true");
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

    // The modes 0 to 5 of TreeEnsemble.
    private static readonly ImmutableArray<string> ModeNames = ["BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT", "BRANCH_EQ", "BRANCH_NEQ"];
}
