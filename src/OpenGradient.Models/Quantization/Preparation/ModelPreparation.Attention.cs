using System.Collections.Immutable;
using OpenGradient.Models.Compilation;
using static OpenGradient.Models.Quantization.StepSettings;

namespace OpenGradient.Models.Quantization.Preparation;

/// <content>Attention that is more than scores, a mask and a sum; positions as rotations.</content>
internal sealed partial class ModelPreparation
{
    /// <summary>Scores, what changes them, softmax, weighted sum; null if it is plain attention.</summary>
    private DraftValue[]? Attention()
    {
        var q = Heads(0, "heads");
        var k = Heads(1, "kvHeads");
        (long heads, long rows, long keys) = (q.Shape[1], q.Shape[2], k.Shape[2]);
        bool isPlain = _step.OutputCount == 1 && k.Shape[1] == heads && k.Shape[0] == q.Shape[0] && Integer(_step, "heads", 0) == Integer(_step, "kvHeads", 0)
            && Optional(4) is null && Optional(5) is null && Integer(_step, "causal", 0) == 0 && Number(_step, "softcap", 0f) == 0f;
        if (isPlain && IsPlainMask(keys))
            return null;
        DraftValue scaled = Emit("Mul", null, Emit("MatMul", null, q.Value, Turn(Shared(k, heads), 0, 1, 3, 2)), Scalar(ScoreFactor(q.Shape[3])));
        DraftValue capped = Capped(scaled);
        DraftValue masked = Optional(3) is not null && IsReal(3) ? Emit("Add", null, capped, WholeMask(keys, fill: Scalar(float.NegativeInfinity))) : capped;
        DraftValue? allowed = Allowed(rows, keys);
        masked = allowed is null ? masked : Emit("Where", null, allowed, masked, Scalar(float.NegativeInfinity));
        DraftValue weights = Emit("Softmax", null, masked);
        weights = allowed is null ? weights : Emit("Where", null, allowed, weights, Scalar(0f)); // a row of which nothing is allowed
        DraftValue y = Emit("MatMul", null, weights, Shared(Heads(2, "kvHeads"), heads));
        y = Integer(_step, "heads", 0) == 0 ? y : Reshape(Turn(y, 0, 2, 1, 3), OutputShape.AsSpan());
        DraftValue scores = Name(_step, "scores", "scaled") switch { "capped" => capped, "masked" => masked, "weights" => weights, _ => scaled };
        return _step.OutputCount == 1 ? [y] : [y, scores];
    }

    /// <summary>Whether the mask is added, or is known to leave each row a key.</summary>
    private bool IsPlainMask(long keys)
    {
        if (Optional(3) is not { } mask)
            return true;
        if (Shape(3)[^1] != keys || IsReal(3))
            return Shape(3)[^1] == keys;
        return mask.Constant is { } known && Enumerable.Range(0, (int)(known.ElementCount / keys)).All(row => known.Bytes.Span.Slice(row * (int)keys, (int)keys).Contains((byte)1));
    }

    /// <summary>[batch, heads, rows, width].</summary>
    private (DraftValue Value, ImmutableArray<long> Shape) Heads(int input, string attribute)
    {
        ImmutableArray<long> shape = Shape(input);
        long heads = Integer(_step, attribute, 0);
        if (heads == 0)
            return (Input(input), shape);
        long width = shape[2] / heads;
        return (Turn(Reshape(Input(input), shape[0], shape[1], heads, width), 0, 2, 1, 3), [shape[0], heads, shape[1], width]);
    }

    /// <summary>Each head of the keys again for every head that reads it.</summary>
    private DraftValue Shared((DraftValue Value, ImmutableArray<long> Shape) x, long heads) => x.Shape[1] == heads
        ? x.Value
        : Emit("Gather", new Settings().Integer("axis", 1), x.Value, Longs([.. Enumerable.Range(0, (int)heads).Select(head => head / (heads / x.Shape[1]))]));

    private float ScoreFactor(long width) => _step.Attributes.ContainsKey("divisor") ? 1f / Number(_step, "divisor", 1f)
        : _step.Attributes.ContainsKey("scale") ? Number(_step, "scale", 1f) : 1f / MathF.Sqrt(width);

    /// <summary>cap · tanh(s / cap).</summary>
    private DraftValue Capped(DraftValue scores)
    {
        float cap = Number(_step, "softcap", 0f);
        return cap > 0f ? Emit("Mul", null, Emit("Tanh", null, Emit("Mul", null, scores, Scalar(1f / cap))), Scalar(cap)) : scores;
    }

    /// <summary>The mask for all keys: what it leaves out at their end is filled.</summary>
    private DraftValue WholeMask(long keys, DraftValue fill)
    {
        ImmutableArray<long> shape = Shape(3);
        if (shape[^1] == keys || shape[^1] == 1)
            return Input(3);
        DraftValue rest = Emit("Expand", null, fill, Longs([.. shape[..^1], keys - shape[^1]]));
        return Join(shape.Length - 1, Input(3), rest);
    }

    /// <summary>Which keys each row may see: by the mask, the counts of keys and the order; null for all.</summary>
    private DraftValue? Allowed(long rows, long keys)
    {
        DraftValue? allowed = Optional(3) is not null && !IsReal(3) ? WholeMask(keys, DraftValue.Of(new DraftConstant("false", "bool", [], new byte[1]))) : null;
        DraftValue places = Longs(Places(keys), [1, 1, 1, keys]);
        if (Optional(4) is { } counts)
            allowed = Both(allowed, Emit("Less", null, places, Reshape(counts, Count(Shape(4).AsSpan()), 1, 1, 1)));
        if (Integer(_step, "causal", 0) == 0)
            return allowed;
        DraftValue last = Longs(Places(rows), [1, 1, rows, 1]);
        last = Optional(5) is { } offsets ? Emit("Add", null, last, Reshape(offsets, Count(Shape(5).AsSpan()), 1, 1, 1)) : last;
        return Both(allowed, Emit("LessOrEqual", null, places, last));
    }

    private DraftValue Both(DraftValue? x, DraftValue y) => x is null ? y : Emit("And", null, x, y);

    private static long[] Places(long count) => [.. Enumerable.Range(0, (int)count).Select(static place => (long)place)];

    /// <summary>Pairs of elements as points that are turned; what is beyond the pairs stays.</summary>
    private DraftValue Rotated()
    {
        (DraftValue x, ImmutableArray<long> shape) = Heads(0, "heads");
        long pairs = Shape(1)[^1];
        DraftValue cosine = Table(1, pairs), sine = Table(2, pairs);
        bool isInterleaved = Integer(_step, "interleaved", 0) == 1;
        DraftValue turned = Cut(x, 3, 0, 2 * pairs);
        DraftValue first = isInterleaved ? Alternate(turned, 0, shape, pairs) : Cut(turned, 3, 0, pairs);
        DraftValue second = isInterleaved ? Alternate(turned, 1, shape, pairs) : Cut(turned, 3, pairs, 2 * pairs);
        DraftValue left = Emit("Sub", null, Emit("Mul", null, first, cosine), Emit("Mul", null, second, sine));
        DraftValue right = Emit("Add", null, Emit("Mul", null, first, sine), Emit("Mul", null, second, cosine));
        turned = isInterleaved
            ? Reshape(Join(4, Reshape(left, [.. shape[..3], pairs, 1]), Reshape(right, [.. shape[..3], pairs, 1])), [.. shape[..3], 2 * pairs])
            : Join(3, left, right);
        DraftValue y = 2 * pairs == shape[3] ? turned : Join(3, turned, Cut(x, 3, 2 * pairs, shape[3]));
        return Integer(_step, "heads", 0) == 0 ? y : Reshape(Turn(y, 0, 2, 1, 3), OutputShape.AsSpan());
    }

    /// <summary>Every other element, from <paramref name="start"/> on.</summary>
    private DraftValue Alternate(DraftValue x, long start, ImmutableArray<long> shape, long pairs) =>
        Reshape(Cut(Reshape(x, [.. shape[..3], pairs, 2]), 4, start, start + 1), [.. shape[..3], pairs]);

    /// <summary>[batch, 1, rows, pairs].</summary>
    private DraftValue Table(int input, long pairs)
    {
        DraftValue table = Optional(3) is { } positions ? Emit("Gather", new Settings().Integer("axis", 0), Input(input), positions) : Input(input);
        ImmutableArray<long> rows = Optional(3) is null ? Shape(input) : Shape(3);
        return Reshape(table, rows[0], 1, rows[1], pairs);
    }
}
