using OpenGradient.Execution.Interpreter;
using OpenGradient.Execution.Operators;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>KeepBoxes</c>, in the expansion of <c>NonMaxSuppression</c>: for each image, class and rank whether the box is kept.</summary>
/// <remarks>
/// Inputs: boxes, scores, the order of the scores, most?, overlap?, least score?. Whether a box is kept depends on those of lower rank, which come before it in the output: one of
/// them is a term. Lanes: how many were kept; 1 if one of these overlaps too much, after which nothing changes.
/// </remarks>
internal sealed class KeepBoxesJudge : IDisputeOperator
{
    /// <summary>The operator's name.</summary>
    public const string Operator = "KeepBoxes";

    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => new(ElementType.Bool, Shapes.ToImmutable(step.Input(1).Shape));

    /// <inheritdoc/>
    public Tensor Run(JudgedStep step)
    {
        var choice = new BoxChoice(step);
        byte[] isKept = new byte[step.Input(1).Count];
        var kept = new List<long>();
        for (long place = 0; place < isKept.Length; place++)
        {
            if (choice.Rank(place) == 0)
                kept.Clear();
            if (!choice.Admits(place, kept.Count) || kept.Exists(other => choice.Overlap(place, other)))
                continue;
            kept.Add(place);
            isKept[place] = 1;
        }

        return new Tensor(ElementType.Bool, Shapes.ToImmutable(step.Input(1).Shape), isKept);
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        var choice = new BoxChoice(step);
        long rank = choice.Rank(element);
        void Take(long other, ulong[] lanes)
        {
            if (lanes[1] != 0 || step.Earlier(other) == 0)
                return;
            lanes[0]++;
            lanes[1] = choice.Overlap(element, other) ? 1UL : 0;
        }

        var better = new Phase(
            rank, [0, 0], (term, _, lanes) => Take(element - rank + term, lanes), lanes => lanes[1] == 0 && choice.Admits(element, unchecked((long)lanes[0])) ? 1UL : 0)
        {
            IsSettled = static lanes => lanes[1] != 0,
        };
        return new Derivation([better], static results => results[0]);
    }

    /// <summary>The definition of <c>NonMaxSuppression</c> (spec/exec-1, section 8), by places in the order of the scores.</summary>
    private sealed class BoxChoice(JudgedStep step)
    {
        private readonly int _boxCount = step.Input(1).Shape[2];
        private readonly long _most = step.Has(3) ? step.Integers(3)[0] : 0;
        private readonly float _limit = step.Has(4) ? step.Input(4).Float(0) : 0f;
        private readonly float? _least = step.Has(5) ? step.Input(5).Float(0) : null;
        private readonly bool _isCentered = step.Attributes.Flag("center_point_box", false);

        public long Rank(long place) => place % _boxCount;

        /// <summary>Whether a box may be kept that overlaps none of those that were.</summary>
        public bool Admits(long place, long keptCount) =>
            keptCount < _most && !(_least is { } bound && !(step.Input(1).Float(place - Rank(place) + step.Input(2).Integer(place)) > bound));

        public bool Overlap(long place, long other) => BoxCorners.Overlap(Corners(place), Corners(other), _limit);

        private BoxCorners Corners(long place)
        {
            long first = 4 * ((place / _boxCount / step.Input(1).Shape[1] * _boxCount) + step.Input(2).Integer(place));
            JudgedInput boxes = step.Input(0);
            return BoxCorners.Of([boxes.Float(first), boxes.Float(first + 1), boxes.Float(first + 2), boxes.Float(first + 3)], _isCentered);
        }
    }
}
