using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>The operands of <c>Attention</c>, position by position.</summary>
internal sealed class AttentionRow
{
    private readonly JudgedStep _step;
    private readonly float _softCap;

    public AttentionRow(JudgedStep step)
    {
        _step = step;
        int kvHeads = step.Attributes.Integer("kvHeads", 0);
        Queries = JudgedHeads.Of(step.Input(0), step.Attributes.Integer("heads", 0));
        Keys = JudgedHeads.Of(step.Input(1), kvHeads);
        Values = JudgedHeads.Of(step.Input(2), kvHeads);
        _softCap = step.Attributes.Float("softcap", 0f);
    }

    /// <summary>q.</summary>
    public JudgedHeads Queries { get; }

    /// <summary>k.</summary>
    public JudgedHeads Keys { get; }

    /// <summary>v.</summary>
    public JudgedHeads Values { get; }

    /// <summary>An element of v.</summary>
    public float Value(long batch, long head, long position, long within) => Values.Value.Float(Values.At(batch, KvHead(head), position) + within);

    /// <summary>The score of a query and a key: <c>scaled</c>, then <c>capped</c>, then <c>masked</c>.</summary>
    public float Score(long batch, long head, long row, long position, string stage)
    {
        float dot = 0f;
        (long q, long k) = (Queries.At(batch, head, row), Keys.At(batch, KvHead(head), position));
        for (int d = 0; d < Queries.HeadDim; d++)
            dot = MathF.FusedMultiplyAdd(Queries.Value.Float(q + d), Keys.Value.Float(k + d), dot);
        float divisor = _step.Attributes.Float("divisor", 0f);
        float scale = _step.Attributes.Float("scale", float.NaN);
        float score = CanonicalNaN.Of(divisor != 0f ? dot / divisor : dot * (float.IsNaN(scale) ? 1f / MathF.Sqrt(Queries.HeadDim) : scale));
        if (stage == "scaled")
            return score;
        if (_softCap > 0f)
            score = CanonicalNaN.Of(_softCap * CanonicalNaN.Of(Tanh.Of(CanonicalNaN.Of(score / _softCap))));
        return stage == "capped" ? score : Masked(score, batch, head, row, position);
    }

    private long KvHead(long head) => head / (Queries.HeadCount / Keys.HeadCount);

    private float Masked(float score, long batch, long head, long row, long position)
    {
        if (IsBeyond(batch, row, position))
            return float.NegativeInfinity;
        if (!_step.Has(3))
            return score;
        JudgedInput mask = _step.Input(3);
        int length = mask.Shape.Length == 0 ? 1 : mask.Shape[^1];
        bool isRepeated = length == 1 && Keys.PositionCount != 1;
        if (!isRepeated && position >= length)
            return float.NegativeInfinity;
        int[] shape = [Queries.Value.Shape[0], Queries.HeadCount, Queries.PositionCount, length];
        long at = Position.Broadcast(mask.Shape, shape, (((((batch * shape[1]) + head) * shape[2]) + row) * length) + (isRepeated ? 0 : position));
        if (mask.Type == ElementType.Float32)
            return CanonicalNaN.Of(score + mask.Float(at));
        return mask.Bits(at) == 0 ? float.NegativeInfinity : score;
    }

    private bool IsBeyond(long batch, long row, long position)
    {
        if (_step.Has(4) && position >= _step.Input(4).Integer(batch))
            return true;
        if (!_step.Attributes.Flag("causal", false))
            return false;
        long offset = _step.Has(5) ? _step.Input(5).Integer(_step.Input(5).Count == 1 ? 0 : batch) : 0;
        return position - row > offset;
    }
}
