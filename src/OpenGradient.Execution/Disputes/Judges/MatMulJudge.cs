using OpenGradient.Execution.Interpreter;
using OpenGradient.Execution.Operators;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>MatMul</c>: a dot product of a row of a and a column of b, in terms of one product each. <c>MatMulInteger</c>: the same of differences from zero points; <c>FixedMatMul</c>: exact.</summary>
/// <param name="sums">The type of exact sums; null for sums of the inputs' own type.</param>
internal sealed class MatMulJudge(ElementType? sums = null) : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output)
    {
        (int[] a, int[] b) = (step.Input(0).Shape, step.Input(1).Shape);
        int[] shape = [.. Batch(step), .. a.Length == 1 ? [] : new[] { a[^2] }, .. b.Length == 1 ? [] : new[] { b[^1] }];
        return new ValueHeader(sums ?? step.Input(0).Type, Shapes.ToImmutable(shape));
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        (JudgedInput a, JudgedInput b) = (step.Input(0), step.Input(1));
        (int[] left, int[] right) = (Left(a), Right(b));
        (int rows, int depth, int columns) = (left[^2], left[^1], right[^1]);
        int[] batch = Batch(step);
        long matrix = element / ((long)rows * columns);
        (long row, long column) = (element / columns % rows, element % columns);
        long first = ((Position.Broadcast(left[..^2], batch, matrix) * rows) + row) * depth;
        long second = (Position.Broadcast(right[..^2], batch, matrix) * depth * columns) + column;
        if (sums == ElementType.Int64)
            return Derivation.OfInteger(ElementType.Int64, depth, k => a.Integer(first + k) * b.Integer(second + (k * columns)));
        if (sums == ElementType.Int32)
            return Derivation.OfInteger(ElementType.Int32, depth, k => IntegerTerm.Of(step, first + k, row, second + (k * columns), column));
        var rules = NumberRules.Of(a.Type);
        return new Derivation([rules.Dot(depth, k => a.Bits(first + k), k => b.Bits(second + (k * columns)))], static results => results[0]);
    }

    private static int[] Left(JudgedInput a) => a.Shape.Length == 1 ? [1, a.Shape[0]] : a.Shape;

    private static int[] Right(JudgedInput b) => b.Shape.Length == 1 ? [b.Shape[0], 1] : b.Shape;

    private static int[] Batch(JudgedStep step) =>
        Broadcast.TryShape(Left(step.Input(0))[..^2], Right(step.Input(1))[..^2]) ?? throw step.Error("the shapes do not broadcast");
}
