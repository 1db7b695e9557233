namespace OpenGradient.Models.Tokenizers.Models;

/// <summary>Byte strings by their prefixes: which of them a text begins with.</summary>
/// <remarks>As large as all strings together: one entry for each byte that no other string shares.</remarks>
internal sealed class TokenTrie
{
    private const int None = -1;

    private readonly List<int> _firstEdge = [];
    private readonly List<int> _values = [];
    private readonly List<byte> _labels = [];
    private readonly List<int> _children = [];
    private readonly int[] _rootChildren = new int[256];

    /// <param name="entries">Strings and what they stand for; of equal strings the first counts, empty ones are left out.</param>
    public TokenTrie(IEnumerable<(byte[] Bytes, int Value)> entries)
    {
        (byte[] Bytes, int Value)[] sorted = [.. entries.Where(static entry => entry.Bytes.Length > 0)];
        Array.Sort(sorted, static (a, b) => a.Bytes.AsSpan().SequenceCompareTo(b.Bytes) is var order && order != 0 ? order : a.Value.CompareTo(b.Value));
        Build(sorted);
        Array.Fill(_rootChildren, None);
        for (int edge = _firstEdge[0]; edge < _firstEdge[1]; edge++)
            _rootChildren[_labels[edge]] = _children[edge];
    }

    /// <summary>The root: the empty string.</summary>
    public const int Root = 0;

    /// <summary>What the string at a node stands for; false if no string ends there.</summary>
    public bool TryGetValue(int node, out int value)
    {
        value = _values[node];
        return value != None;
    }

    /// <summary>Goes one byte further; false if no string goes on so.</summary>
    public bool TryStep(int node, byte next, out int child)
    {
        if (node == Root)
        {
            child = _rootChildren[next];
            return child != None;
        }

        int low = _firstEdge[node];
        int high = _firstEdge[node + 1] - 1;
        while (low <= high)
        {
            int middle = (low + high) >> 1;
            if (_labels[middle] == next)
            {
                child = _children[middle];
                return true;
            }

            if (_labels[middle] < next)
                low = middle + 1;
            else
                high = middle - 1;
        }

        child = None;
        return false;
    }

    /// <summary>Nodes in order of their depth: the edges of each follow those of the one before.</summary>
    private void Build((byte[] Bytes, int Value)[] sorted)
    {
        Queue<(int First, int Last, int Depth)> open = new();
        open.Enqueue((0, sorted.Length, 0));
        while (open.TryDequeue(out (int First, int Last, int Depth) node))
        {
            int first = node.First;
            _firstEdge.Add(_labels.Count);
            _values.Add(first < node.Last && sorted[first].Bytes.Length == node.Depth ? sorted[first].Value : None);
            while (first < node.Last && sorted[first].Bytes.Length == node.Depth)
                first++;
            while (first < node.Last)
            {
                byte label = sorted[first].Bytes[node.Depth];
                int last = first;
                while (last < node.Last && sorted[last].Bytes[node.Depth] == label)
                    last++;
                _labels.Add(label);
                // The node gets its number when it leaves the queue: behind all that are in it now.
                _children.Add(_firstEdge.Count + open.Count);
                open.Enqueue((first, last, node.Depth + 1));
                first = last;
            }
        }

        _firstEdge.Add(_labels.Count);
    }
}
