using OpenGradient.Execution.Interpreter;
using OpenGradient.Execution.Interpreter.Fusion;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>As <see cref="LinearOperation"/>, with weights that are read from the source's own memory in every run.</summary>
/// <remarks>The arithmetic: <see cref="PlainProduct"/>.</remarks>
/// <param name="weights">[outputs, depth].</param>
/// <param name="bias">[outputs], with fifteen numbers more; empty if there is none.</param>
/// <param name="epilogue">What is applied to the outputs; null if nothing.</param>
internal sealed class PlainLinearOperation(PlainMatrix weights, float[] bias, Epilogue? epilogue = null) : IOperation, IFusable
{
    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Float32);
        if (x.Rank == 0 || x.Shape[^1] != weights.Depth)
            throw run.Error($"the last dimension must be {weights.Depth}, but the input is {Interpreter.Shapes.Describe(x.Shape)}");
        Span<int> shape = stackalloc int[x.Rank];
        x.Shape.CopyTo(shape);
        shape[^1] = weights.OutputCount;
        Value y = run.Output(0, ElementType.Float32, shape);
        int rowCount = Interpreter.Shapes.ElementCount(shape, 0, shape.Length - 1);
        Span<float> scratch = run.Scratch<float>(PlainProduct.ScratchElements(rowCount, weights, run.Workers.Count));
        PlainProduct.Multiply(x.Floats, rowCount, weights, bias, y.Floats, scratch, run.Workers, epilogue);
    }

    /// <inheritdoc/>
    public IOperation? Fuse(Epilogue epilogue) => new PlainLinearOperation(weights, bias, epilogue);
}
