using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Operands of i64 that meet an output of the first one's shape, or of the second one's, in one of the ways that <see cref="WideWork{TKernel}"/> knows.</summary>
internal readonly ref struct WideOperands
{
    private readonly WideOperand _x;
    private readonly WideOperand _y;
    private readonly int _columns;

    private WideOperands(WideOperand x, WideOperand y, int[] shape, int columns)
    {
        _x = x;
        _y = y;
        _columns = columns;
        Shape = shape;
    }

    /// <summary>The output's shape.</summary>
    public int[] Shape { get; }

    /// <summary>False if the operands meet in some other way, or not at all.</summary>
    public static bool TryCreate(Value x, Value y, out WideOperands operands)
    {
        int[] shape = x.Rank > y.Rank || (x.Rank == y.Rank && x.ElementCount >= y.ElementCount) ? x.Shape : y.Shape;
        int count = Interpreter.Shapes.ElementCount(shape);
        operands = default;
        if (count == 0 || !TryForm(x, shape, out int xStep, out int xLength) || !TryForm(y, shape, out int yStep, out int yLength))
            return false;

        // If neither begins anew with a row, all is one row: parts are cut anywhere.
        bool isOneRow = xStep == (xLength == 1 ? 0 : shape[^1]) && yStep == (yLength == 1 ? 0 : shape[^1]);
        int columns = isOneRow ? count : shape[^1];
        operands = new(new WideOperand(x.Longs, isOneRow ? 0 : xStep, xLength == 1), new WideOperand(y.Longs, isOneRow ? 0 : yStep, yLength == 1), shape, columns);
        return true;
    }

    /// <summary>The function of two operands, as the step's output; false if they meet in some other way.</summary>
    public static bool TryMap<TFunction>(StepRun run, Value x, Value y)
        where TFunction : struct, IWideFunction
    {
        if (!TryCreate(x, y, out WideOperands operands))
            return false;
        operands.Run(new WideMap<TFunction>(run.Output(0, ElementType.Int64, operands.Shape).Longs), run.Workers);
        return true;
    }

    /// <summary>Runs a kernel over them.</summary>
    public void Run<TKernel>(TKernel kernel, Workers workers)
        where TKernel : struct, IWideKernel, allows ref struct =>
        new WideWork<TKernel>(kernel, _x, _y, _columns, Interpreter.Shapes.ElementCount(Shape)).Run(workers);

    /// <summary>The whole, one number, one row for all, or one number for each row.</summary>
    internal static bool TryForm(Value operand, int[] shape, out int step, out int length)
    {
        ReadOnlySpan<int> own = operand.Shape;
        (step, length) = (0, 1);
        if (operand.ElementCount == 1 && own.Length <= shape.Length)
            return true;
        (step, length) = (shape.Length == 0 ? 1 : shape[^1], shape.Length == 0 ? 1 : shape[^1]);
        if (own.SequenceEqual(shape))
            return true;
        if (own.Length == 0 || own.Length > shape.Length)
            return false;
        if (own[^1] == shape[^1] && operand.ElementCount == shape[^1])
        {
            step = 0;
            return true;
        }

        (step, length) = (1, 1);
        return own.Length == shape.Length && own[^1] == 1 && own[..^1].SequenceEqual(shape.AsSpan(0, shape.Length - 1));
    }
}
