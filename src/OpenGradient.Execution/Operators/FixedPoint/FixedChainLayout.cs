using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>How the operands of a <see cref="FixedChainOperation"/> meet: follows from their shapes.</summary>
internal sealed class FixedChainLayout
{
    private readonly (int Step, bool IsOne)[] _forms; // [input], over rows of the output

    private FixedChainLayout(int[] shape, int columns, (int, bool)[] forms, Broadcast[] walks) => (Shape, Columns, _forms, Walks) = (shape, columns, forms, walks);

    /// <summary>The output's shape.</summary>
    public int[] Shape { get; }

    /// <summary>Elements of a row.</summary>
    public int Columns { get; }

    /// <summary>Whether every operand is a whole, a row, one number a row or one number, and no link makes the shape larger.</summary>
    public bool IsPlain => Walks.Length == 0;

    /// <summary>[link with an operand], what comes out of the links before and the operand; empty if the layout is plain.</summary>
    public Broadcast[] Walks { get; }

    /// <summary>How many elements from a position on are done at once: whole rows, or some of one.</summary>
    public int BlockLength(int position, int end)
    {
        int count = Math.Min(end - position, BlockElements);
        int column = position % Columns;
        if (column > 0)
            return Math.Min(count, Columns - column);
        return count > Columns ? count - (count % Columns) : count;
    }

    /// <summary>What of an input meets the output's elements from a position on, at most so many: where it starts, how many there are, and of how many of the output.</summary>
    public (int Start, int Length, int Count) Part(int input, int position, int limit)
    {
        (int step, bool isOne) = _forms[input];
        if (isOne && step == 0)
            return (0, 1, limit);
        if (!isOne && step == Columns)
            return (position, limit, limit);
        (int row, int column) = Math.DivRem(position, Columns);
        int count = Math.Min(Columns - column, limit);
        return isOne ? (row * step, 1, count) : ((row * step) + column, count, count);
    }

    /// <summary>Works it out.</summary>
    /// <param name="run">The step.</param>
    /// <param name="links">What takes operands.</param>
    /// <param name="entry">What the first operand is; the others are i64.</param>
    public static FixedChainLayout Create(StepRun run, FixedChainLink[] links, FixedChainEntry entry)
    {
        int inputCount = 1 + links.Count(static link => link.Link.HasOperand);
        var walks = new Broadcast[inputCount - 1];
        int[] shape = entry.Operand(run).Shape;
        for (int input = 1; input < inputCount; input++)
        {
            Value operand = run.Input(input, ElementType.Int64);
            walks[input - 1] = Broadcast.TryOver(shape, operand.Shape) ?? throw run.CannotBroadcast(run.Input(0), operand);
            shape = walks[input - 1].Shape;
        }

        var forms = new (int Step, bool IsOne)[inputCount];
        bool isPlain = Interpreter.Shapes.ElementCount(shape) > 0 && (walks.Length == 0 || walks[0].Shape.AsSpan().SequenceEqual(shape));
        for (int input = 0; input < inputCount && isPlain; input++)
        {
            isPlain = WideOperands.TryForm(run.Input(input), shape, out int step, out int length);
            forms[input] = (step, length == 1);
        }

        if (!isPlain)
            return new FixedChainLayout(shape, 1, forms, walks);
        int rowLength = shape.Length == 0 ? 1 : shape[^1];
        bool isOneRow = forms.All(form => form.Step == (form.IsOne ? 0 : rowLength));
        return isOneRow
            ? new FixedChainLayout(shape, Interpreter.Shapes.ElementCount(shape), [.. forms.Select(static form => (0, form.IsOne))], [])
            : new FixedChainLayout(shape, rowLength, forms, []);
    }

    /// <summary>The longest block: with its operands it fits the nearest cache.</summary>
    public const int BlockElements = 1024;
}
