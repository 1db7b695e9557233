using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>y = (a - zeroA)·(b - zeroB) over the last two axes, in <c>i32</c>; shapes as for <c>MatMul</c>. Inputs: a, b (<c>u8</c> or <c>i8</c>), zeroA?, zeroB?.</summary>
/// <remarks>A zero point for all, for each row of a, or for each column of b. Exact; the sum wraps.</remarks>
internal sealed class MatMulIntegerOperation(PackedIntegers? weights, RequantizeOperation? requantize = null) : IOperation, IRequantizable
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("MatMulInteger", 2, 4, 1, Bind);

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value a = run.Input(0);
        if (weights is null)
            Multiply(run, a, run.Input(1));
        else
            RunLinear(run, a, weights);
    }

    /// <inheritdoc/>
    public IOperation? Requantize(RequantizeOperation next) =>
        weights is not null && next.FitsBytes(alongAxis: -1, weights.OutputCount) ? new MatMulIntegerOperation(weights, next) : null;

    private void RunLinear(StepRun run, Value a, PackedIntegers weights)
    {
        if (a.Rank == 0 || a.Shape[^1] != weights.Depth)
            throw run.Error($"the last dimension must be {weights.Depth}, but the input is {Interpreter.Shapes.Describe(a.Shape)}");
        Span<int> shape = stackalloc int[a.Rank];
        a.Shape.CopyTo(shape);
        shape[^1] = weights.OutputCount;
        int rows = Interpreter.Shapes.ElementCount(shape, 0, shape.Length - 1);
        IntegerOperand left = IntegerInput.Read(run, 0, 2, a.Rank == 2 ? rows : 1);
        Value y = run.Output(0, requantize?.OutputType ?? ElementType.Int32, shape);
        if (y.ElementCount == 0)
            return;
        IntegerOutput output = requantize is null
            ? IntegerOutput.OfSums(y.Ints, weights.OutputCount)
            : IntegerOutput.OfBytes(y.Bytes, weights.OutputCount, requantize.Bytes(isByLane: true));
        Span<byte> scratch = run.Scratch<byte>(IntegerProducts.LinearScratchBytes(rows, weights.Depth, run.Workers.Count));
        IntegerProducts.Linear(left, weights, output, rows, scratch, run.Workers);
    }

    private static void Multiply(StepRun run, Value a, Value b)
    {
        if (a.Rank == 0 || b.Rank == 0)
            throw run.Error("a scalar has no matrix product");
        int[] left = a.Rank == 1 ? [1, a.Shape[0]] : a.Shape;
        int[] right = b.Rank == 1 ? [b.Shape[0], 1] : b.Shape;
        (int rows, int depth, int outputs) = (left[^2], left[^1], right[^1]);
        int[]? batch = Broadcast.TryShape(left[..^2], right[..^2]);
        if (right[^2] != depth || batch is null)
            throw run.Error($"{Interpreter.Shapes.Describe(a.Shape)} and {Interpreter.Shapes.Describe(b.Shape)} cannot be multiplied");
        IntegerOperand x = IntegerInput.Read(run, 0, 2, rows);
        IntegerOperand w = IntegerInput.Read(run, 1, 3, outputs);
        Value y = run.Output(0, ElementType.Int32, [.. batch, .. a.Rank == 1 ? [] : new[] { rows }, .. b.Rank == 1 ? [] : new[] { outputs }]);
        if (y.ElementCount == 0)
            return;
        Span<byte> scratch = run.Scratch<byte>(IntegerProducts.MatMulScratchBytes(rows, depth, outputs, run.Workers.Count));
        var walk = new BatchWalk(batch, left[..^2], right[..^2]);
        int count = Interpreter.Shapes.ElementCount(batch);
        for (int index = 0; index < count; index++)
        {
            (int leftMatrix, int rightMatrix) = walk.At(index);
            IntegerProducts.MatMul(
                x.Slice(leftMatrix * rows * depth, rows * depth), w.Slice(rightMatrix * depth * outputs, depth * outputs), y.Ints.Slice(index * rows * outputs, rows * outputs), rows, depth, outputs, scratch, run.Workers);
        }
    }

    /// <summary>A constant matrix b whose zero points are constant, too, is laid out once.</summary>
    private static MatMulIntegerOperation Bind(StepBinding binding)
    {
        if (!IsLinear(binding))
            return new MatMulIntegerOperation(null);
        Value b = binding.TakeConstant(1)!;
        int[] zeros = [];
        if (binding.TakeConstant(3) is { } zero)
            QuantizedElements.Widen(zero, zeros = new int[zero.ElementCount]);
        return new MatMulIntegerOperation(PackedIntegers.Create(new IntegerOperand(b.Bytes, b.Type == ElementType.Int8, zeros), b.Shape[0], b.Shape[1]));
    }

    private static bool IsLinear(StepBinding binding)
    {
        if (binding.DescribeConstant(1) is not { Encoding: "u8" or "i8", Shape.Length: 2 } b)
            return false;
        if (!binding.Has(3))
            return true;
        return binding.DescribeConstant(3) is { } zero && zero.Encoding == b.Encoding && Tensor.CountElements(zero.Shape) is var count && (count == 1 || count == b.Shape[1]);
    }
}
