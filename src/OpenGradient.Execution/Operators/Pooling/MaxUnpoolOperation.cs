using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Zeros, with each element of x at the place in all of y that its index names, in row-major order. Inputs: x [batch, channels, …], indices.</summary>
/// <remarks>Each axis of y has the size stride·(size - 1) + kernel - pads.</remarks>
internal sealed class MaxUnpoolOperation(int[] kernel, int[]? strides, int[]? pads) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("MaxUnpool", 2, 2, 1, static binding => new MaxUnpoolOperation(
        binding.Attributes.Integers("kernel_shape") ?? throw binding.Error("kernel_shape is missing"),
        binding.Attributes.Integers("strides"),
        binding.Attributes.Integers("pads")));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        Value indices = Indices.Require(run, 1);
        int axes = x.Rank - 2;
        bool fits = axes == kernel.Length && indices.Shape.AsSpan().SequenceEqual(x.Shape)
            && (strides is null || strides.Length == axes) && (pads is null || pads.Length == 2 * axes);
        if (!fits)
            throw run.Error($"indices {Interpreter.Shapes.Describe(indices.Shape)}, kernel, strides or pads do not fit {Interpreter.Shapes.Describe(x.Shape)}");
        int[] shape = [.. x.Shape];
        for (int axis = 0; axis < axes; axis++)
        {
            long size = ((strides?[axis] ?? 1) * (shape[axis + 2] - 1L)) + kernel[axis] - (pads?[axis] ?? 0) - (pads?[axes + axis] ?? 0);
            shape[axis + 2] = run.Dimension(size);
        }

        Value y = run.Output(0, x.Type, shape);
        y.Bytes.Clear();
        int elementBytes = x.Type.SizeBytes();
        for (int i = 0; i < x.ElementCount; i++)
        {
            int place = Indices.Chosen(run, indices, i, y.ElementCount);
            x.Bytes.Slice(i * elementBytes, elementBytes).CopyTo(y.Bytes[(place * elementBytes)..]);
        }
    }
}
