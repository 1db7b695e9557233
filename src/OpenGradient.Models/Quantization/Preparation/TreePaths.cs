using System.Globalization;

namespace OpenGradient.Models.Quantization.Preparation;

/// <summary>The ways through the trees of an ensemble, each tree with as many nodes and leaves as the largest has. Trees that ask the same are one, whose leaves weigh for several targets.</summary>
/// <remarks>A file may have nodes that lead to themselves, or share so many that the ways are without number: what is more than <see cref="MostTurns"/> is not walked.</remarks>
internal sealed class TreePaths
{
    private readonly long[] _modes;
    private readonly long[] _whenTrue;
    private readonly long[] _whenFalse;
    private readonly List<List<int>> _nodes = [];
    private readonly List<List<(int Leaf, (int Node, bool IsTrue)[] Path)>> _leaves = [];
    private readonly List<(int Tree, int[] Leaves)> _copies = []; // of each root: the tree that asks the same, and its own leaves
    private long _turns; // on all ways so far

    public TreePaths(long[] roots, long[] modes, long[] features, float[] splits, long[] whenTrue, long[] whenFalse)
    {
        (_modes, _whenTrue, _whenFalse) = (modes, whenTrue, whenFalse);
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (long root in roots)
        {
            _nodes.Add([]);
            _leaves.Add([]);
            Walk(root);
            if (_turns > MostTurns)
                return;
            Join(known, features, splits);
        }
    }

    /// <summary>Whether the ways, or the matrix of them, are more than can be written out: nothing else is asked then. Children that are shared, or lead back, make ways without end of few nodes.</summary>
    public bool AreTooMany => _turns > MostTurns || (long)Count * MostNodes * MostLeaves > MostCells;

    /// <summary>How many trees there are.</summary>
    public int Count => _nodes.Count;

    /// <summary>How many there were before equal ones became one.</summary>
    public int GivenCount => _copies.Count;

    /// <summary>Nodes of the largest tree, at least one.</summary>
    public int MostNodes => Math.Max(1, _nodes.Max(static nodes => nodes.Count));

    /// <summary>Leaves of the largest tree.</summary>
    public int MostLeaves => _leaves.Max(static leaves => leaves.Count);

    /// <summary>The operator of a node, for the modes ≥, &gt;, ≠ that of the opposite; null if it asks for members of a set.</summary>
    public string? Comparison(int node) => (_modes[node] & 7) switch { 0 or 3 => "LessOrEqual", 1 or 2 => "Less", 4 or 5 => "Equal", _ => null };

    /// <summary>The members that each node asks for: lists in the order of the nodes, each ended by a NaN.</summary>
    public Dictionary<int, float[]> Members(ReadOnlySpan<float> lists)
    {
        var members = new Dictionary<int, float[]>();
        for (int node = 0; node < _modes.Length; node++)
        {
            if (Comparison(node) is not null)
                continue;
            int count = 0;
            while (count < lists.Length && !float.IsNaN(lists[count]))
                count++;
            members[node] = lists[..count].ToArray();
            lists = lists[Math.Min(lists.Length, count + 1)..];
        }

        return members;
    }

    /// <summary>Tree after tree its nodes, -1 where it has fewer.</summary>
    public IEnumerable<int> Nodes() => _nodes.SelectMany(nodes => nodes.Concat(Enumerable.Repeat(-1, MostNodes - nodes.Count)));

    /// <summary>The place of each leaf, and the leaf.</summary>
    public IEnumerable<(int Place, int Leaf)> Leaves() => _copies.SelectMany(copy => copy.Leaves.Select((leaf, place) => ((copy.Tree * MostLeaves) + place, leaf)));

    /// <summary>[tree, node, leaf]: 1 where the comparison must hold for the leaf, -1 where it must not.</summary>
    public float[] Paths()
    {
        float[] paths = new float[Count * MostNodes * MostLeaves];
        for (int tree = 0; tree < Count; tree++)
        {
            for (int leaf = 0; leaf < _leaves[tree].Count; leaf++)
            {
                foreach ((int node, bool isTrue) in _leaves[tree][leaf].Path)
                    paths[(((tree * MostNodes) + _nodes[tree].IndexOf(node)) * MostLeaves) + leaf] = isTrue ? 1f : -1f;
            }
        }

        return paths;
    }

    /// <summary>[tree, 1, leaf]: how many comparisons must hold; where a tree has fewer leaves, what no sum reaches.</summary>
    public float[] Lengths() =>
        [.. _leaves.SelectMany(leaves => leaves.Select(static leaf => (float)leaf.Path.Count(static turn => turn.IsTrue)).Concat(Enumerable.Repeat(MostNodes + 1f, MostLeaves - leaves.Count)))];

    /// <summary>All that decides which leaf a row comes to. Members of sets are not in it, so a node that asks for them is equal to none but itself.</summary>
    private string Questions(List<int> nodes, List<(int Leaf, (int Node, bool IsTrue)[] Path)> leaves, long[] features, float[] splits)
    {
        IEnumerable<string> asked = nodes.Select(node => string.Create(
            CultureInfo.InvariantCulture, $"{_modes[node]} {features[node]} {BitConverter.SingleToInt32Bits(splits[node])} {(Comparison(node) is null ? node : -1)}"));
        IEnumerable<string> paths = leaves.Select(leaf => string.Join(' ', leaf.Path.Select(turn => turn.IsTrue ? nodes.IndexOf(turn.Node) : -1 - nodes.IndexOf(turn.Node))));
        return string.Join(';', asked.Concat(paths));
    }

    /// <summary>What the last tree asks may be what one before it asks: then it is that one, with other leaves.</summary>
    private void Join(Dictionary<string, int> known, long[] features, float[] splits)
    {
        int own = _nodes.Count - 1;
        string questions = Questions(_nodes[own], _leaves[own], features, splits);
        int tree = known.GetValueOrDefault(questions, own);
        _copies.Add((tree, [.. _leaves[own].Select(static leaf => leaf.Leaf)]));
        if (known.TryAdd(questions, own))
            return;
        _nodes.RemoveAt(own);
        _leaves.RemoveAt(own);
    }

    /// <summary>Depth first, what is true before what is not.</summary>
    private void Walk(long root)
    {
        Stack<(long Node, (int Node, bool IsTrue)[] Path)> open = new([(root, [])]);
        while (open.TryPop(out (long Node, (int Node, bool IsTrue)[] Path) at) && (_turns += at.Path.Length + 1) <= MostTurns)
        {
            if (at.Node < 0)
            {
                _leaves[^1].Add(((int)(-1 - at.Node), at.Path));
                continue;
            }

            int node = (int)at.Node;
            _nodes[^1].Add(node);
            bool isOpposite = (_modes[node] & 7) is 2 or 3 or 5;
            open.Push((_whenFalse[node], [.. at.Path, (node, isOpposite)]));
            open.Push((_whenTrue[node], [.. at.Path, (node, !isOpposite)]));
        }
    }

    private const long MostTurns = 1 << 24; // on all ways together: an eighth of a gigabyte
    private const long MostCells = 1 << 26; // of the matrix of paths: a quarter of one
}
