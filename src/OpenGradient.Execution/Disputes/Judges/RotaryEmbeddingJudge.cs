using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>RotaryEmbedding</c>: one term, which reads a position, a pair, and the cosine and sine of its angle.</summary>
internal sealed class RotaryEmbeddingJudge : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => new(step.Input(0).Type, Shapes.ToImmutable(step.Input(0).Shape));

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        (JudgedInput x, JudgedInput cosines) = (step.Input(0), step.Input(1));
        var heads = JudgedHeads.Of(x, step.Attributes.Integer("heads", 0));
        (long batch, _, long position, long within) = heads.Locate(element, heads.HeadDim);
        bool isInterleaved = step.Attributes.Flag("interleaved", false);
        int pairs = cosines.Shape[^1];
        if (within >= 2L * pairs)
            return new Derivation(() => x.Bits(element));
        long pair = isInterleaved ? within / 2 : within % pairs;
        long first = element - within + (isInterleaved ? 2 * pair : pair);
        long second = first + (isInterleaved ? 1 : pairs);
        return new Derivation(() =>
        {
            long own = (batch * heads.PositionCount) + position;
            long row = step.Has(3) ? step.Input(3).Integer(own) : own;
            if (row < 0 || row >= cosines.Count / pairs)
                throw step.Error($"position {row} is out of range");
            float[] rotated = [x.Float(first), x.Float(second)];
            Rotation.Rotate(rotated, 2, [cosines.Float((row * pairs) + pair), step.Input(2).Float((row * pairs) + pair)], isInterleaved: true);
            return ElementBits.Of(rotated[element == first ? 0 : 1]);
        });
    }
}
