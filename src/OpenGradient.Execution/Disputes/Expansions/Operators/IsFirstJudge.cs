using System.Runtime.InteropServices;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>IsFirst</c>, in the expansion of <c>Unique</c>: whether no slice before is equal, one element of one of them a term.</summary>
/// <remarks>Lanes: 1 if the slice before has differed so far; 1 if one was equal, which no further term changes.</remarks>
internal sealed class IsFirstJudge : IDisputeOperator
{
    /// <summary>The operator's name.</summary>
    public const string Operator = "IsFirst";

    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => new(ElementType.Bool, [new JudgedSlices(step).Count]);

    /// <inheritdoc/>
    public Tensor Run(JudgedStep step)
    {
        byte[] flags = new byte[new JudgedSlices(step).Count];
        foreach (long first in MemoryMarshal.Cast<byte, long>(JudgedSlices.Unique(step)[1].Bytes))
            flags[first] = 1;
        return new Tensor(ElementType.Bool, [flags.Length], flags);
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        var slices = new JudgedSlices(step);
        void Take(long term, ulong[] lanes)
        {
            (long before, long at) = Math.DivRem(term, slices.TermCount);
            if (lanes[1] != 0)
                return;
            if (lanes[0] == 0 && slices.Compare(before, element, at) != 0)
                lanes[0] = 1;
            if (at < slices.TermCount - 1)
                return;
            lanes[1] = 1 - lanes[0];
            lanes[0] = 0;
        }

        var search = new Phase(element * slices.TermCount, [0, 0], (term, _, lanes) => Take(term, lanes), static lanes => 1 - lanes[1]) { IsSettled = static lanes => lanes[1] != 0 };
        return new Derivation([search], static results => results[0]);
    }
}
