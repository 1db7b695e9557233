namespace OpenGradient.Execution.Disputes;

/// <summary>The walk of a row through all trees: one node, one member of a list, or one leaf a term.</summary>
/// <remarks>
/// Lanes: the tree; 1 if its root was read; the node, or the leaf as -1 - leaf; what leaves gave so far; 1 if one did; where nodes have members (inputs 9, and 10 with their
/// beginnings), the place of the next member, from 1, while a list is read. After the last tree they stay as they are.
/// </remarks>
internal sealed class TreeWalk
{
    private const int NaNIsTrue = 8;
    private const int Member = 6;

    private readonly JudgedStep _step;
    private readonly NumberRules _rules;
    private readonly long _row;
    private readonly long _target;

    private TreeWalk(JudgedStep step, long row, long target) => (_step, _rules, _row, _target) = (step, NumberRules.Of(step.Input(0).Type), row, target);

    /// <summary>Whether a node of this mode has a list of members.</summary>
    public static bool HasMembers(long mode) => mode % NaNIsTrue == Member;

    /// <summary>Type and shape of the output.</summary>
    public static ValueHeader Header(JudgedStep step) => new(step.Input(0).Type, [step.Input(0).Shape[0], step.Attributes.Integer("targets", 1)]);

    /// <summary>How an element of the output comes about.</summary>
    public static Derivation Derive(JudgedStep step, long element)
    {
        (long row, long target) = Math.DivRem(element, step.Attributes.Integer("targets", 1));
        var walk = new TreeWalk(step, row, target);
        int trees = step.Input(1).Count;
        long lists = step.Has(10) ? step.Input(2).Count + (long)step.Input(9).Count : 0;
        long count = checked(trees * (step.Input(2).Count + lists + 3L));
        ulong[] lanes = [0, 0, 0, walk._rules.Zero, 0, .. step.Has(10) ? (ulong[])[0] : []];
        var phase = new Phase(count, [.. lanes], (_, _, own) => walk.Take(own), static own => own[3]) { IsSettled = own => own[0] == (ulong)trees };
        bool isAverage = step.Attributes.Name("aggregate", "sum") == "average";
        return new Derivation([phase], results => isAverage ? walk._rules.Div(results[0], walk._rules.Word(trees)) : results[0]);
    }

    private void Take(ulong[] lanes)
    {
        if (lanes[0] == (ulong)_step.Input(1).Count)
            return;
        long node = unchecked((long)lanes[2]);
        if (lanes[1] == 0)
        {
            lanes[1] = 1;
            node = _step.Input(1).Integer((long)lanes[0]);
        }
        else if (node >= 0)
        {
            node = Descend(node, lanes);
        }
        else
        {
            Leave(-1 - node, lanes);
        }

        lanes[2] = unchecked((ulong)node);
    }

    /// <summary>Takes a leaf in, and goes on to the next tree.</summary>
    private void Leave(long leaf, ulong[] lanes)
    {
        lanes[0]++;
        lanes[1] = 0;
        if (_step.Input(6).Integer(leaf) != _target)
            return;
        ulong weight = _step.Input(8).Bits(leaf);
        string aggregate = lanes[4] == 0 ? "sum" : _step.Attributes.Name("aggregate", "sum");
        lanes[3] = aggregate switch
        {
            "min" => _rules.Min(lanes[3], weight),
            "max" => _rules.Max(lanes[3], weight),
            _ => _rules.Add(lanes[3], weight),
        };
        lanes[4] = 1;
    }

    /// <summary>The child that comes next; the node itself while its list is read.</summary>
    private long Descend(long node, ulong[] lanes)
    {
        long mode = _step.Input(2).Integer(node);
        ulong x = _step.Input(0).Bits((_row * _step.Input(0).Shape[1]) + _step.Input(3).Integer(node));
        if (_rules.IsNaN(x) && mode >= NaNIsTrue)
            return Child(node, isTrue: true);
        return HasMembers(mode) ? Search(node, x, lanes) : Child(node, IsTrue(mode % NaNIsTrue, x, _step.Input(7).Bits(node)));
    }

    private long Search(long node, ulong x, ulong[] lanes)
    {
        if (lanes[5] == 0)
        {
            lanes[5] = (ulong)_step.Input(10).Integer(node) + 1;
            return node;
        }

        JudgedInput members = _step.Input(9);
        long at = (long)lanes[5]++ - 1;
        bool isEnd = at >= members.Count || _rules.IsNaN(members.Bits(at));
        if (!isEnd && (_rules.IsNaN(x) || _rules.Compare(x, members.Bits(at)) != 0))
            return node;
        lanes[5] = 0;
        return Child(node, !isEnd);
    }

    private long Child(long node, bool isTrue) => _step.Input(isTrue ? 4 : 5).Integer(node);

    private bool IsTrue(long relation, ulong x, ulong split)
    {
        if (_rules.IsNaN(x) || _rules.IsNaN(split))
            return relation == 5;
        int order = _rules.Compare(x, split);
        return relation switch
        {
            0 => order <= 0,
            1 => order < 0,
            2 => order >= 0,
            3 => order > 0,
            4 => order == 0,
            _ => order != 0,
        };
    }
}
