using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>SliceRank</c>, in the expansion of <c>Unique</c>: how many kinds of slices come before that of a slice. Inputs: x, which slices are the first of their kind.</summary>
/// <remarks>
/// Terms are the elements of all slices, one slice after the other. Lanes: how a slice compares so far (0 equal, 1 less, 2 greater); the count; with <c>sorted</c> 0 a 1 when
/// an equal slice was found, after which nothing changes.
/// </remarks>
internal sealed class SliceRankJudge : IDisputeOperator
{
    /// <summary>The operator's name.</summary>
    public const string Operator = "SliceRank";

    private const ulong Less = 1;
    private const ulong Greater = 2;

    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => new(ElementType.Int64, [new JudgedSlices(step).Count]);

    /// <inheritdoc/>
    public Tensor Run(JudgedStep step) => JudgedSlices.Unique(step)[2];

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        var slices = new JudgedSlices(step);
        bool isSorted = step.Attributes.Flag("sorted", true);
        void Take(long term, ulong[] lanes)
        {
            (long other, long at) = Math.DivRem(term, slices.TermCount);
            if (lanes[2] != 0)
                return;
            if (lanes[0] == 0)
                lanes[0] = slices.Compare(other, element, at) switch { 0 => 0, < 0 => Less, _ => Greater };
            if (at < slices.TermCount - 1)
                return;
            bool isBefore = isSorted ? lanes[0] == Less : lanes[0] != 0;
            if (isBefore && step.Input(1).Bits(other) != 0)
                lanes[1]++;
            lanes[2] = !isSorted && lanes[0] == 0 ? 1UL : 0;
            lanes[0] = 0;
        }

        var count = new Phase(slices.Count * slices.TermCount, [0, 0, 0], (term, _, lanes) => Take(term, lanes), static lanes => lanes[1]) { IsSettled = static lanes => lanes[2] != 0 };
        return new Derivation([count], static results => results[0]);
    }
}
