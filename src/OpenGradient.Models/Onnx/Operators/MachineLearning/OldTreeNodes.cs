using System.Collections.Immutable;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Onnx.Operators.MachineLearning;

/// <summary>Inner nodes numbered on their own, leaves as -1 - their number.</summary>
internal sealed class OldTreeNodes
{
    private readonly NodeImport _node;
    private readonly Dictionary<(long Tree, long Node), int> _places = [];
    private readonly Dictionary<int, List<long>> _leaves = []; // the targets that each place of a leaf weighs for
    private readonly Dictionary<(int Place, long Target), float> _leafWeights = [];
    private readonly long[] _trees;
    private readonly long[] _features;
    private readonly long[] _whenTrue;
    private readonly long[] _whenFalse;
    private readonly long[] _missing;
    private readonly List<string> _modes;
    private readonly List<float> _values;

    public OldTreeNodes(NodeImport node, string target)
    {
        _node = node;
        long[] ids = OldTreeImports.List(node, "nodes_nodeids");
        (_trees, _features) = (OldTreeImports.List(node, "nodes_treeids"), OldTreeImports.List(node, "nodes_featureids"));
        (_whenTrue, _whenFalse) = (OldTreeImports.List(node, "nodes_truenodeids"), OldTreeImports.List(node, "nodes_falsenodeids"));
        _missing = OldTreeImports.List(node, "nodes_missing_value_tracks_true");
        _modes = node.Texts("nodes_modes") ?? throw node.Error("nodes_modes is missing");
        _values = node.Find("nodes_values")?.Floats ?? throw node.Error("nodes_values is missing");
        RequireLength(_trees.Length, ids.Length, _features.Length, _modes.Count, _values.Count, _whenTrue.Length, _whenFalse.Length);
        for (int place = 0; place < _trees.Length; place++)
        {
            if (!_places.TryAdd((_trees[place], ids[place]), place))
                throw node.Error("a node is listed twice");
        }

        AddLeaves(target);
        foreach (IGrouping<long, int> tree in Enumerable.Range(0, _trees.Length).GroupBy(place => _trees[place]))
            AddTree([.. tree]);
    }

    /// <summary>How many trees the file has; <see cref="Roots"/> has one that weighs for several targets once for each.</summary>
    public int TreeCount { get; private set; }

    /// <summary>Whether some leaf weighs for no target, or for another number of them than others of its tree.</summary>
    public bool HasUnevenLeaves { get; private set; }

    /// <summary>The targets that leaves weigh for.</summary>
    public SortedSet<long> AllTargets { get; } = [];

    /// <summary>Whether no leaf weighs less than nothing.</summary>
    public bool IsPositive { get; private set; } = true;

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
            if (!_leaves.TryGetValue(place, out List<long>? listed))
                _leaves[place] = listed = [];
            if (!_leafWeights.TryAdd((place, targets[leaf]), weights[leaf]))
                _leafWeights[(place, targets[leaf])] += weights[leaf];
            else
                listed.Add(targets[leaf]);
            AllTargets.Add(targets[leaf]);
            IsPositive &= weights[leaf] >= 0f;
        }
    }

    /// <summary>Once for each target that its leaves weigh for; the first node is the root.</summary>
    private void AddTree(int[] places)
    {
        TreeCount++;
        int[] leaves = [.. places.Where(place => _modes[place] == Leaf)];
        long[] targets = [.. leaves.SelectMany(place => _leaves.GetValueOrDefault(place) ?? []).Distinct()];
        HasUnevenLeaves |= leaves.Any(place => (_leaves.GetValueOrDefault(place)?.Count ?? 0) != Math.Max(1, targets.Length));
        foreach (long target in targets.DefaultIfEmpty(0L))
            AddCopy(places, target);
    }

    private void AddCopy(int[] places, long target)
    {
        if (Modes.Count + Targets.Count + (long)places.Length > MostNodes)
            throw _node.Error("its trees have too many nodes, counted once for each target", InvalidInputKind.TooLarge);
        var numbers = new Dictionary<int, long>();
        int inner = Modes.Count;
        foreach (int place in places)
            numbers[place] = _modes[place] == Leaf ? AddLeaf(place, target) : inner++;
        Roots.Add(numbers[places[0]]);
        foreach (int place in places.Where(place => _modes[place] != Leaf))
            AddNode(place, numbers);
    }

    private long AddLeaf(int place, long target)
    {
        Targets.Add(target);
        Weights.Add(_leafWeights.GetValueOrDefault((place, target)));
        return -Targets.Count;
    }

    private void AddNode(int place, Dictionary<int, long> numbers)
    {
        int mode = ModeNames.IndexOf(_modes[place]);
        if (mode < 0)
            throw _node.Error($"the mode '{NodeNames.Shorten(_modes[place])}' is unknown");
        Modes.Add(mode + (place < _missing.Length && _missing[place] != 0 ? NaNIsTrue : 0));
        Features.Add(_features[place]);
        Splits.Add(_values[place]);
        WhenTrue.Add(numbers[Place(_trees[place], _whenTrue[place])]);
        WhenFalse.Add(numbers[Place(_trees[place], _whenFalse[place])]);
    }

    private int Place(long tree, long id) => _places.TryGetValue((tree, id), out int place) ? place : throw _node.Error($"tree {tree} has no node {id}");

    private void RequireLength(params ReadOnlySpan<int> counts)
    {
        if (counts.ContainsAnyExcept(counts[0]))
            throw _node.Error("its lists of nodes or leaves differ in length");
    }

    private const string Leaf = "LEAF";
    private const int MostNodes = 1 << 24;
    private const int NaNIsTrue = 8; // beside a mode of TreeEnsemble (exec-1): NaN goes to the true child

    // The modes 0 to 5 of TreeEnsemble.
    private static readonly ImmutableArray<string> ModeNames = ["BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT", "BRANCH_EQ", "BRANCH_NEQ"];
}
