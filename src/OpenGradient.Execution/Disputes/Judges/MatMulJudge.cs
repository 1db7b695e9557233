using OpenGradient.Execution.Interpreter;
using OpenGradient.Execution.Operators;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>MatMul</c>: a dot product of a row of a and a column of b, in terms of one product each.</summary>
internal sealed class MatMulJudge : IJudge
{
    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output)
    {
        (int[] a, int[] b) = (step.Input(0).Shape, step.Input(1).Shape);
        int[] shape = [.. Batch(step), .. a.Length == 1 ? [] : new[] { a[^2] }, .. b.Length == 1 ? [] : new[] { b[^1] }];
        return new ValueHeader(step.Input(0).Type, Shapes.ToImmutable(shape));
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        (JudgedInput a, JudgedInput b) = (step.Input(0), step.Input(1));
        (int[] left, int[] right) = (Left(a), Right(b));
        (int rows, int depth, int columns) = (left[^2], left[^1], right[^1]);
        int[] batch = Batch(step);
        long matrix = element / ((long)rows * columns);
        long first = ((Position.Broadcast(left[..^2], batch, matrix) * rows) + (element / columns % rows)) * depth;
        long second = (Position.Broadcast(right[..^2], batch, matrix) * depth * columns) + (element % columns);
        return new Derivation([Phase.Dot(depth, k => a.Float(first + k), k => b.Float(second + (k * columns)))], static results => results[0]);
    }

    private static int[] Left(JudgedInput a) => a.Shape.Length == 1 ? [1, a.Shape[0]] : a.Shape;

    private static int[] Right(JudgedInput b) => b.Shape.Length == 1 ? [b.Shape[0], 1] : b.Shape;

    private static int[] Batch(JudgedStep step) =>
        Broadcast.TryShape(Left(step.Input(0))[..^2], Right(step.Input(1))[..^2]) ?? throw step.Error("the shapes do not broadcast");
}
