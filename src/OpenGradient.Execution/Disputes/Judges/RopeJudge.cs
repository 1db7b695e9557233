using OpenGradient.Execution.Interpreter;
using OpenGradient.Execution.Operators;
using OpenGradient.Kernels;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>Rope</c>: one term, which reads the pair and the factors.</summary>
internal sealed class RopeJudge : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => new(step.Input(0).Type, Shapes.ToImmutable(step.Input(0).Shape));

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        JudgedInput x = step.Input(0);
        int headDim = step.Attributes.Integer("headDim", 0);
        (long row, long column) = Math.DivRem(element, x.Shape[1]);
        long head = (row * x.Shape[1]) + (column / headDim * headDim);
        return new Derivation(() =>
        {
            float[] elements = new float[headDim];
            (int first, int second) = Pair(step, (int)(column % headDim), headDim);
            elements[first] = x.Float(head + first);
            elements[second] = x.Float(head + second);
            bool isInterleaved = step.Attributes.Name("form", "interleaved") == "interleaved";
            Rotation.Rotate(elements, headDim, Table(step, headDim).At((int)row), isInterleaved);
            return ElementBits.Of(elements[column % headDim]);
        });
    }

    /// <summary>The two elements of a head of which the rotation makes this one.</summary>
    private static (int First, int Second) Pair(JudgedStep step, int element, int headDim)
    {
        int dimensions = step.Attributes.Integer("dimensions", headDim);
        if (element >= dimensions)
            return (element, element);
        if (step.Attributes.Name("form", "interleaved") == "interleaved")
            return (element & ~1, element | 1);
        int pair = element % (dimensions / 2);
        return (pair, pair + (dimensions / 2));
    }

    private static RotationTable Table(JudgedStep step, int headDim)
    {
        int dimensions = step.Attributes.Integer("dimensions", headDim);
        float[] factors = step.Has(1) ? [.. Enumerable.Range(0, dimensions / 2).Select(i => step.Input(1).Float(i))] : [];
        return new RotationTable(dimensions, step.Attributes.Float("base", 10000f), factors, RopeOperation.Scaling(step.Attributes) ?? throw step.Error("the frequencies cannot be stretched so"));
    }
}
