using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>The matrix product of <c>MatMul</c>, exact: i16 in, i64 out.</summary>
internal sealed class FixedMatMulOperation : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("FixedMatMul", 2, 2, 1, static _ => new FixedMatMulOperation());

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value a = run.Input(0, ElementType.Int16);
        Value b = run.Input(1, ElementType.Int16);
        MatMulLayout layout = run.Recall<MatMulLayout>() ?? run.Remember(MatMulLayout.Create(run, a.Shape, b.Shape));
        Value y = run.Output(0, ElementType.Int64, layout.Shape);
        if (y.ElementCount == 0)
            return;
        (int rows, int depth, int outputs) = (layout.Left[^2], layout.Left[^1], layout.Right[^1]);
        int scratch = FixedMatMul.ScratchElements(rows, depth, outputs);
        var matrices = new Matrices(layout, a, b, y, run.Scratch<int>(checked(scratch * run.Workers.Count)), scratch, run.Workers);
        if (layout.MatrixCount < MatricesInParts)
            matrices.RunOneByOne();
        else
            run.Workers.For(in matrices, layout.MatrixCount);
    }

    /// <summary>Many matrices, each a part; few, each in parts.</summary>
    private readonly ref struct Matrices(MatMulLayout layout, Value a, Value b, Value y, Span<int> scratch, int scratchElements, Workers workers) : IWorkBody
    {
        private readonly Span<int> _scratch = scratch;

        public void Run(int part, int participant) => Run(part, participant, default);

        public void RunOneByOne()
        {
            for (int index = 0; index < layout.MatrixCount && !workers.IsCancelled; index++)
                Run(index, 0, workers);
        }

        private void Run(int index, int participant, Workers inside)
        {
            (int rows, int depth, int outputs) = (layout.Left[^2], layout.Left[^1], layout.Right[^1]);
            (int left, int right) = layout.Walk.At(index);
            FixedMatMul.Run(
                a.Words<short>().Slice(left * rows * depth, rows * depth),
                b.Words<short>().Slice(right * depth * outputs, depth * outputs),
                y.Longs.Slice(index * rows * outputs, rows * outputs),
                rows,
                depth,
                outputs,
                _scratch.Slice(participant * scratchElements, scratchElements),
                inside);
        }
    }

    private const int MatricesInParts = 4;
}
