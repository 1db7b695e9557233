using System.Collections.Immutable;
using System.Numerics;
using OpenGradient.Models.Compilation;
using OpenGradient.Programs;
using static OpenGradient.Models.Quantization.StepSettings;

namespace OpenGradient.Models.Quantization;

/// <content>Products of two activations, and attention as its parts.</content>
internal sealed partial class IntegerLowering
{
    /// <summary>No sum of fewer than 2^31 products of 16-bit integers leaves 61 bits, whatever its length.</summary>
    private FixedValue MatMul(Step step, int output)
    {
        FixedValue a = Narrow(step.Inputs[0]);
        FixedValue b = Narrow(step.Inputs[1]);
        BigInteger most = HasChosenSizes ? BigInteger.One << 61 : (BigInteger)RangeOf(step.Inputs[0]).Shape[^1] << 30;
        var product = FixedValue.Uniform(Emit("FixedMatMul", null, a.Value, b.Value), false, a.Scale * b.Scale, Interval.Symmetric(most));
        return IsNear(product, RangeOf(output)) || !HasChosenSizes ? product : Kept(product, RangeOf(output).Magnitude * ClampFactor); // a proof knows nearer bounds
    }

    /// <summary>Scores, softmax, weighted sum; heads are split and joined by moving elements.</summary>
    private FixedValue Attention(Step step, int output)
    {
        bool hasMore = step.OutputCount > 1 || step.Inputs.Skip(4).Any(static input => input != Step.Absent);
        if (hasMore || !step.Attributes.Keys.All(AttentionSettings.Contains))
            throw Error("it has a causal order, a soft cap, counts of keys or a second output, for sizes that a run chooses", FixedSizes);
        int heads = Integer(step, "heads", 0);
        ImmutableArray<long> shape = RangeOf(step.Inputs[0]).Shape;
        long queryHeads = heads > 0 ? heads : shape[1];
        if (queryHeads != (heads > 0 ? Integer(step, "kvHeads", 0) : RangeOf(step.Inputs[1]).Shape[1]))
            throw Error("its heads share keys, for sizes that a run chooses", FixedSizes);
        long width = heads > 0 ? shape[^1] / heads : shape[^1];
        int queryLimit = (int)Math.Clamp(BlockMagnitude / width, 127, NarrowLimit);
        FixedValue q = Limited(step.Inputs[0], queryLimit);
        FixedValue k = Limited(step.Inputs[1], queryLimit < KeyLimit ? KeyLimit : NarrowLimit);
        FixedValue v = Narrow(step.Inputs[2]);
        DraftValue products = Emit("FixedMatMul", null, Split(q.Value, heads, width, 0, 2, 1, 3), Split(k.Value, heads, width, 0, 2, 3, 1));
        var scores = FixedValue.Uniform(products, false, q.Scale * k.Scale * Factor(step, width), Interval.Symmetric(q.Interval.Magnitude * k.Interval.Magnitude * width));
        if (step.Inputs.Length > 3 && step.Inputs[3] != Step.Absent)
            scores = Masked(scores, step.Inputs[3]);
        FixedValue weights = NarrowSoftmax(scores, [shape[0], queryHeads, shape[^2], RangeOf(step.Inputs[1]).Shape[^2]]);

        // Weights add up to 32,767 and the rounding of fewer than 2^31 of them; of so many as are known, a proof only knows that each is no more.
        BigInteger most = HasChosenSizes ? BigInteger.One << 48 : (BigInteger)RangeOf(step.Inputs[1]).Shape[^2] << 30;
        var mixed = FixedValue.Uniform(Emit("FixedMatMul", null, weights.Value, Split(v.Value, heads, 0, 0, 2, 1, 3)), false, weights.Scale * v.Scale, Interval.Symmetric(most));
        FixedValue y = Narrowed(mixed, RangeOf(output), NarrowScale(output));
        return heads == 0 ? y : y with { Value = Emit("Reshape", null, Emit("Transpose", Order(0, 2, 1, 3), y.Value), Constant("shape", [0, 0, RangeOf(output).Shape[^1]], [3])) };
    }

    /// <summary>Where the mask is false: so far below all others that its power is 0. A mask of numbers is added.</summary>
    private FixedValue Masked(FixedValue scores, int mask)
    {
        if (_fixed.ContainsKey(mask) || IsReal(mask))
        {
            (FixedValue x, FixedValue y) = Aligned(scores, Fixed(mask), RangeOf(mask));
            return Safe(FixedValue.Uniform(Emit("Add", null, x.Value, y.Value), false, x.Scale, x.Interval + y.Interval));
        }

        scores = FarBelow(scores) < -BigInteger.Pow(2, ShortBits) ? Coarse(scores) : scores;
        var low = (long)FarBelow(scores);
        DraftValue chosen = Emit("Where", null, Plain(mask), scores.Value, Constant("masked", [low], []));
        return Safe(FixedValue.Uniform(chosen, false, scores.Scale, scores.Interval.Or(new Interval(low, low))));
    }

    private static BigInteger FarBelow(FixedValue scores) => scores.Interval.Low - (BigInteger)Math.Ceiling(4 * SoftmaxReach / scores.Scale);

    /// <summary>As <see cref="Narrow"/>, with fewer bits: then sums over a head need not be widened on their way.</summary>
    private FixedValue Limited(int value, int limit) => Narrowed(Fixed(value), RangeOf(value), RangeOf(value).Magnitude * Headroom / limit, limit);

    /// <summary>From [batch, rows, heads · width] (or, without heads, from four dimensions) to one matrix for each head, the axes in the order given.</summary>
    private DraftValue Split(DraftValue x, int heads, long width, params ReadOnlySpan<int> order)
    {
        if (heads > 0)
            return Emit("Transpose", Order(order), Emit("Reshape", null, x, Constant("shape", [0, 0, heads, width == 0 ? -1 : width], [4])));
        return order[2] < order[3] && order[2] == 1 ? x : Emit("Transpose", Order(0, 1, 3, 2), x);
    }

    private static double Factor(Step step, long width) =>
        step.Attributes.ContainsKey("divisor") ? 1 / Number(step, "divisor", 1f) : step.Attributes.ContainsKey("scale") ? Number(step, "scale", 1f) : 1 / Math.Sqrt(width);

    private static Settings Order(params ReadOnlySpan<int> axes) => new Settings().Integers("perm", [.. axes.ToArray().Select(static axis => (long)axis)]);

    private const int KeyLimit = 15_000; // no two scores are farther apart than 31 bits, with some room for those that a mask leaves out
    private const int BlockMagnitude = 65_535; // what the numbers of one factor may add up to for sums of 32 bits

    private static readonly SortedSet<string> AttentionSettings = new(StringComparer.Ordinal) { "divisor", "empty", "heads", "kvHeads", "scale" };
}
