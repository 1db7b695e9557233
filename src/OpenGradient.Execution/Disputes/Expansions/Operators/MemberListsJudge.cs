using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>MemberLists</c>, in the expansion of <c>TreeEnsemble</c>: where the members of each node begin; 0 for a node without. Inputs: modes, members.</summary>
/// <remarks>One phase counts the nodes before that have lists. In the other a lane counts the ends of lists, another takes the place after the last that stands before this node's.</remarks>
internal sealed class MemberListsJudge : IDisputeOperator
{
    /// <summary>The operator's name.</summary>
    public const string Operator = "MemberLists";

    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => new(ElementType.Int64, [step.Input(0).Count]);

    /// <inheritdoc/>
    public Tensor Run(JudgedStep step)
    {
        (JudgedInput modes, JudgedInput members) = (step.Input(0), step.Input(1));
        long[] begins = new long[modes.Count];
        long next = 0;
        for (int node = 0; node < begins.Length; node++)
        {
            if (!TreeWalk.HasMembers(modes.Integer(node)))
                continue;
            begins[node] = next;
            while (next < members.Count && !IsEnd(members, next))
                next++;
            next++;
        }

        return Tensor.Create<long>(ElementType.Int64, [begins.Length], begins);
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        (JudgedInput modes, JudgedInput members) = (step.Input(0), step.Input(1));
        Phase before = Phase.Words(element, 0, (node, _, count) => count + (TreeWalk.HasMembers(modes.Integer(node)) ? 1UL : 0));
        void Take(long at, ulong lists, ulong[] lanes)
        {
            if (!IsEnd(members, at))
                return;
            lanes[0]++;
            if (lanes[0] == lists)
                lanes[1] = (ulong)at + 1;
        }

        var begin = new Phase(members.Count, [0, 0], (at, results, lanes) => Take(at, results[0], lanes), static lanes => lanes[1]);
        return new Derivation([before, begin], results => TreeWalk.HasMembers(modes.Integer(element)) ? results[1] : 0);
    }

    private static bool IsEnd(JudgedInput members, long at) => NumberRules.Of(members.Type).IsNaN(members.Bits(at));
}
