using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>The matrix product over the last two axes; the axes before broadcast. One-dimensional operands are a row and a column. <c>f32</c> by a kernel, other numbers one by one.</summary>
internal sealed class MatMulOperation : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("MatMul", 2, 2, 1, _ => new MatMulOperation());

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value a = run.Input(0);
        Value b = run.Input(1, a.Type);
        if (a.Rank == 0 || b.Rank == 0)
            throw run.Error("a scalar has no matrix product");
        int[] left = a.Rank == 1 ? [1, a.Shape[0]] : a.Shape;
        int[] right = b.Rank == 1 ? [b.Shape[0], 1] : b.Shape;
        int depth = left[^1];
        int[]? batch = Broadcast.TryShape(left[..^2], right[..^2]);
        if (right[^2] != depth || batch is null)
            throw run.Error($"{Interpreter.Shapes.Describe(a.Shape)} and {Interpreter.Shapes.Describe(b.Shape)} cannot be multiplied");
        int rows = left[^2];
        int outputs = right[^1];
        Value y = run.Output(0, a.Type, [.. batch, .. a.Rank == 1 ? [] : new[] { rows }, .. b.Rank == 1 ? [] : new[] { outputs }]);
        if (a.Type == ElementType.Float32)
        {
            if (y.ElementCount > 0)
                Multiply(run, a, b, y, batch, left, right);
            return;
        }

        var task = new MatMulNumbers(run, a, b, y, batch, left, right);
        if (a.Type == ElementType.Bool || !NumberTypes.TryRun(a.Type, ref task))
            throw run.Error($"does not take {a.Type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
    }

    private static void Multiply(StepRun run, Value a, Value b, Value y, int[] batch, int[] left, int[] right)
    {
        int rows = left[^2];
        int depth = left[^1];
        int outputs = right[^1];
        Span<float> scratch = run.Scratch<float>(Kernels.Products.MatMulScratchElements(rows, depth, outputs, run.Workers.Count));
        var walk = new BatchWalk(batch, left[..^2], right[..^2]);
        int count = Interpreter.Shapes.ElementCount(batch);
        for (int index = 0; index < count; index++)
        {
            (int leftMatrix, int rightMatrix) = walk.At(index);
            Kernels.Products.MatMul(
                a.Floats.Slice(leftMatrix * rows * depth, rows * depth),
                b.Floats.Slice(rightMatrix * depth * outputs, depth * outputs),
                y.Floats.Slice(index * rows * outputs, rows * outputs),
                rows,
                depth,
                outputs,
                scratch,
                run.Workers);
        }
    }
}
