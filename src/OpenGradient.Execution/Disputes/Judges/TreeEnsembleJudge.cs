namespace OpenGradient.Execution.Disputes;

/// <summary><c>TreeEnsemble</c>: the walk of a row through all trees, one node, or leaf, a term.</summary>
/// <remarks>Lanes: the tree; 1 if its root was read; the node, or the leaf as -1 - leaf; what leaves gave so far; 1 if one did. After the last tree they stay as they are.</remarks>
internal sealed class TreeEnsembleJudge : IJudge
{
    private const int NaNIsTrue = 8;
    private static readonly WholeStepJudge Fallback = new();

    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => new(step.Input(0).Type, [step.Input(0).Shape[0], step.Attributes.Integer("targets", 1)]);

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        if (step.Has(9))
            return Fallback.Derive(step, output, element); // where the members of a node begin depends on all nodes before it
        (long row, long target) = Math.DivRem(element, step.Attributes.Integer("targets", 1));
        int trees = step.Input(1).Count;
        long count = checked(trees * (step.Input(2).Count + 3L));
        var rules = NumberRules.Of(step.Input(0).Type);
        string aggregate = step.Attributes.Name("aggregate", "sum");
        var walk = new Phase(count, [0, 0, 0, rules.Zero, 0], (_, _, lanes) => Take(step, row, target, lanes), static lanes => lanes[3])
        {
            IsSettled = lanes => lanes[0] == (ulong)trees,
        };
        return new Derivation([walk], results => aggregate == "average" ? rules.Div(results[0], rules.Word(trees)) : results[0]);
    }

    private static void Take(JudgedStep step, long row, long target, ulong[] lanes)
    {
        if (lanes[0] == (ulong)step.Input(1).Count)
            return;
        long node = unchecked((long)lanes[2]);
        if (lanes[1] == 0)
        {
            lanes[1] = 1;
            node = step.Input(1).Integer((long)lanes[0]);
        }
        else if (node >= 0)
        {
            node = step.Input(IsTrue(step, row, node) ? 4 : 5).Integer(node);
        }
        else
        {
            Leave(step, -1 - node, target, lanes);
        }

        lanes[2] = unchecked((ulong)node);
    }

    /// <summary>Takes a leaf in, and goes on to the next tree.</summary>
    private static void Leave(JudgedStep step, long leaf, long target, ulong[] lanes)
    {
        lanes[0]++;
        lanes[1] = 0;
        if (step.Input(6).Integer(leaf) != target)
            return;
        var rules = NumberRules.Of(step.Input(0).Type);
        ulong weight = step.Input(8).Bits(leaf);
        string aggregate = lanes[4] == 0 ? "sum" : step.Attributes.Name("aggregate", "sum");
        lanes[3] = aggregate switch
        {
            "min" => rules.Min(lanes[3], weight),
            "max" => rules.Max(lanes[3], weight),
            _ => rules.Add(lanes[3], weight),
        };
        lanes[4] = 1;
    }

    private static bool IsTrue(JudgedStep step, long row, long node)
    {
        var rules = NumberRules.Of(step.Input(0).Type);
        long mode = step.Input(2).Integer(node);
        ulong x = step.Input(0).Bits((row * step.Input(0).Shape[1]) + step.Input(3).Integer(node));
        ulong split = step.Input(7).Bits(node);
        if (rules.IsNaN(x) || rules.IsNaN(split))
            return (mode >= NaNIsTrue && rules.IsNaN(x)) || mode % NaNIsTrue == 5;
        int order = rules.Compare(x, split);
        return (mode % NaNIsTrue) switch
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
