using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>
/// <c>QuantizedLinear</c>: products of a row and a row of W, in terms of one block of 32 each; the last term adds the bias. <c>QuantizedExpertLinear</c>: first the
/// chosen expert, then the same.
/// </summary>
internal sealed class QuantizedLinearJudge(bool hasExperts) : IJudge
{
    private readonly int _weights = hasExperts ? 3 : 2;

    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output)
    {
        int[] rows = hasExperts ? step.Input(2).Shape : step.Input(0).Shape[..^1];
        return new ValueHeader(ElementType.Float32, [.. rows, step.Input(_weights).Shape[^2]]);
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        JudgedInput weights = step.Input(_weights);
        (long place, long column) = Math.DivRem(element, weights.Shape[^2]);
        long blocks = weights.Shape[^1] / WeightBlock.ElementCount;
        float Term(long block, float sum)
        {
            (long row, long weightRow) = (place, column);
            if (hasExperts)
            {
                (long expert, row) = ChosenExpert.At(step, step.Input(0), step.Input(2), place, weights.Shape[0]);
                weightRow += expert * weights.Shape[1];
            }

            return Take(step, (row * blocks) + block, (weightRow * blocks) + block, sum);
        }

        return new Derivation(
            [Phase.Chain(blocks, 0f, (block, _, sum) => Term(block, sum))],
            results => hasExperts ? results[0] : Bias.Add(step, 3, column, ElementBits.Float(results[0])));
    }

    private float Take(JudgedStep step, long rowBlock, long weightBlock, float sum)
    {
        Span<sbyte> q = stackalloc sbyte[WeightBlock.ElementCount];
        for (int i = 0; i < q.Length; i++)
            q[i] = (sbyte)step.Input(0).Integer((rowBlock * WeightBlock.ElementCount) + i);
        var weights = new WeightBlock(stackalloc sbyte[WeightBlock.ElementCount]);
        step.Input(_weights).ReadWeights(weightBlock, ref weights);
        return StoredProduct.Take(q, step.Input(1).Float(rowBlock), in weights, step.Input(_weights).HasOffsets, sum);
    }
}
