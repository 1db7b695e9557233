using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>y = x·Wᵀ + b over the last axis of x, exact. Inputs: x i16, W i8 or i16 [outputs, depth], b? i64 [outputs]; both constants.</summary>
internal sealed class FixedLinearOperation(FixedWeights weights, PairPanels panels, FixedEpilogue epilogue) : IOperation, IExactSums
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("FixedLinear", 2, 3, 1, static binding =>
    {
        var weights = FixedWeights.Take(binding, minRank: 2, maxRank: 2);
        FixedEpilogue epilogue = weights.Epilogue() ?? throw binding.Error("a sum can leave 64 bits");
        return new FixedLinearOperation(weights, PairPanels.Create(weights.Elements, weights.Shape[0], weights.Shape[1]), epilogue);
    });

    /// <inheritdoc/>
    public FixedWeights Weights => weights;

    /// <inheritdoc/>
    public IOperation With(FixedEpilogue other) => new FixedLinearOperation(weights, panels, other);

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Int16);
        if (x.Rank == 0 || x.Shape[^1] != panels.Depth)
            throw run.Error($"the last dimension must be {panels.Depth}, but the input is {Interpreter.Shapes.Describe(x.Shape)}");
        Span<int> shape = stackalloc int[x.Rank];
        x.Shape.CopyTo(shape);
        shape[^1] = panels.RowCount;
        Value y = run.Output(0, epilogue.IsNarrow ? ElementType.Int16 : ElementType.Int64, shape);
        int rowCount = Interpreter.Shapes.ElementCount(shape, 0, shape.Length - 1);
        if (y.ElementCount > 0)
            FixedLinear.Run(EvenRows(run, x.Words<short>(), rowCount), rowCount, panels, epilogue, Narrow(y), Wide(y), run.Workers);
    }

    private Span<short> Narrow(Value y) => epilogue.IsNarrow ? y.WritableWords<short>() : default;

    private Span<long> Wide(Value y) => epilogue.IsNarrow ? default : y.Longs;

    /// <summary>The rows, each with a 0 at its end if the depth is odd.</summary>
    private ReadOnlySpan<short> EvenRows(StepRun run, ReadOnlySpan<short> x, int rowCount)
    {
        if (panels.Depth % 2 == 0)
            return x;
        int step = panels.Depth + 1;
        Span<short> even = run.Scratch<short>(checked(rowCount * step));
        for (int row = 0; row < rowCount; row++)
        {
            x.Slice(row * panels.Depth, panels.Depth).CopyTo(even[(row * step)..]);
            even[(row * step) + panels.Depth] = 0;
        }

        return even;
    }
}
