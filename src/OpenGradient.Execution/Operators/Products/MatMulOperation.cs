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
        MatMulLayout layout = run.Recall<MatMulLayout>() ?? run.Remember(MatMulLayout.Create(run, a.Shape, b.Shape));
        Value y = run.Output(0, a.Type, layout.Shape);
        if (a.Type == ElementType.Float32)
        {
            if (y.ElementCount > 0)
                Multiply(run, a, b, y, layout);
            return;
        }

        var task = new MatMulNumbers(run, a, b, y, layout.Batch, layout.Left, layout.Right);
        if (a.Type == ElementType.Bool || !NumberTypes.TryRun(a.Type, ref task))
            throw run.Error($"does not take {a.Type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
    }

    private static void Multiply(StepRun run, Value a, Value b, Value y, MatMulLayout layout)
    {
        (int rows, int depth, int outputs) = (layout.Left[^2], layout.Left[^1], layout.Right[^1]);
        Span<float> scratch = run.Scratch<float>(Kernels.Products.MatMulScratchElements(rows, depth, outputs, run.Workers.Count));
        for (int index = 0; index < layout.MatrixCount && !run.Workers.IsCancelled; index++)
        {
            (int leftMatrix, int rightMatrix) = layout.Walk.At(index);
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
