using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>Attention</c>: over all positions of the keys three times: the largest score, the sum of the exponentials, the mixed values.</summary>
/// <remarks>A term reads one head of a query and of a key: the dot product of a score is not cut any further.</remarks>
internal sealed class AttentionJudge : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output)
    {
        var row = new AttentionRow(step);
        if (output == 1)
            return new ValueHeader(ElementType.Float32, [row.Queries.Value.Shape[0], row.Queries.HeadCount, row.Queries.PositionCount, row.Keys.PositionCount]);
        int[] shape = [.. row.Queries.Value.Shape];
        shape[^1] = row.Queries.AreInner ? row.Queries.HeadCount * row.Values.HeadDim : row.Values.HeadDim;
        return new ValueHeader(ElementType.Float32, Shapes.ToImmutable(shape));
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        var row = new AttentionRow(step);
        int positions = row.Keys.PositionCount;
        string taken = step.Attributes.Name("scores", "scaled");
        (long line, long at) = Math.DivRem(element, output == 1 ? positions : 1);
        (long batch, long head, long position, long within) = output == 1
            ? (line / row.Queries.PositionCount / row.Queries.HeadCount, line / row.Queries.PositionCount % row.Queries.HeadCount, line % row.Queries.PositionCount, 0)
            : row.Queries.Locate(element, row.Values.HeadDim);
        if (output == 1 && taken != "weights")
            return new Derivation(() => ElementBits.Of(row.Score(batch, head, position, at, taken)));
        float Score(long j) => row.Score(batch, head, position, j, "masked");
        float Raised(long j, ulong largest) => CanonicalNaN.Of(Exp.Of(Score(j) - ElementBits.Float(largest)));
        Phase largest = Phase.Row(default(MaxReducer), positions, (j, _) => Score(j));
        Phase sum = Phase.Row(default(SumReducer), positions, (j, results) => Raised(j, results[0]));
        bool emptyIsNaN = step.Attributes.Name("empty", "zero") == "nan";
        float Weight(long j, ulong m, ulong z) => !emptyIsNaN && ElementBits.Float(m) == float.NegativeInfinity
            ? 0f
            : CanonicalNaN.Of(Raised(j, m) / ElementBits.Float(z));
        if (output == 1)
            return new Derivation([largest, sum], results => ElementBits.Of(Weight(at, results[0], results[1])));
        Phase mixed = Phase.Chain(positions, 0f, (j, results, y) => MathF.FusedMultiplyAdd(Weight(j, results[0], results[1]), row.Value(batch, head, j, within), y));
        return new Derivation([largest, sum, mixed], static results => results[2]);
    }
}
