using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>QuantizeBlocks</c>: one term, which reads the block of 32 elements that share a scale.</summary>
internal sealed class QuantizeBlocksJudge : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output)
    {
        int[] shape = [.. step.Input(0).Shape];
        if (output == 1)
            shape[^1] /= WeightBlock.ElementCount;
        return new ValueHeader(output == 0 ? ElementType.Int8 : ElementType.Float32, Interpreter.Shapes.ToImmutable(shape));
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element) => new(() =>
    {
        long block = output == 0 ? element / WeightBlock.ElementCount : element;
        float[] x = [.. Enumerable.Range(0, WeightBlock.ElementCount).Select(i => step.Input(0).Float((block * WeightBlock.ElementCount) + i))];
        sbyte[] q = new sbyte[WeightBlock.ElementCount];
        float[] scale = new float[1];
        new BlockQuantizationKernel(x, q, scale).RunScalar();
        return output == 0 ? unchecked((byte)q[element % WeightBlock.ElementCount]) : ElementBits.Of(scale[0]);
    });
}
