using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>y = x·Wᵀ + b over the last axis of x, exact. Inputs: x i16, W i8 or i16 [outputs, depth], b? i64 [outputs]; both constants.</summary>
internal sealed class FixedLinearOperation(FixedWeights weights, PairPanels panels) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("FixedLinear", 2, 3, 1, static binding =>
    {
        var weights = FixedWeights.Take(binding, minRank: 2, maxRank: 2);
        return new FixedLinearOperation(weights, PairPanels.Create(weights.Elements, weights.Shape[0], weights.Shape[1]));
    });

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Int16);
        if (x.Rank == 0 || x.Shape[^1] != panels.Depth)
            throw run.Error($"the last dimension must be {panels.Depth}, but the input is {Interpreter.Shapes.Describe(x.Shape)}");
        int[] shape = [.. x.Shape];
        shape[^1] = panels.RowCount;
        Value y = run.Output(0, ElementType.Int64, shape);
        int rowCount = Interpreter.Shapes.ElementCount(shape, 0, shape.Length - 1);
        new PairProduct(x.Words<short>(), panels.Elements, y.Longs, rowCount, panels.Depth, panels.RowCount, panels.RowCount, weights.BlockPairs).Run();
        weights.AddBias(y.Longs, runLength: 1);
    }
}
