using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Operators;

/// <summary>What follows from the shapes of two factors.</summary>
/// <param name="Left">[…, rows, depth]; a row if the factor has one dimension.</param>
/// <param name="Right">[…, depth, outputs]; a column if the factor has one dimension.</param>
/// <param name="Batch">What the dimensions before broadcast to.</param>
/// <param name="Shape">The product's.</param>
internal sealed record MatMulLayout(int[] Left, int[] Right, int[] Batch, int[] Shape)
{
    /// <summary>How many products of matrices there are.</summary>
    public int MatrixCount { get; } = Interpreter.Shapes.ElementCount(Batch);

    /// <summary>Which matrices meet.</summary>
    public BatchWalk Walk { get; } = new(Batch, Left[..^2], Right[..^2]);

    /// <exception cref="Primitives.InvalidInputException">The shapes do not fit each other.</exception>
    public static MatMulLayout Create(StepRun run, int[] a, int[] b)
    {
        if (a.Length == 0 || b.Length == 0)
            throw run.Error("a scalar has no matrix product");
        int[] left = a.Length == 1 ? [1, a[0]] : a;
        int[] right = b.Length == 1 ? [b[0], 1] : b;
        if (right[^2] != left[^1] || Broadcast.TryShape(left[..^2], right[..^2]) is not { } batch)
            throw run.Error($"{Interpreter.Shapes.Describe(a)} and {Interpreter.Shapes.Describe(b)} cannot be multiplied");
        return new MatMulLayout(left, right, batch, [.. batch, .. a.Length == 1 ? [] : new[] { left[^2] }, .. b.Length == 1 ? [] : new[] { right[^1] }]);
    }
}
