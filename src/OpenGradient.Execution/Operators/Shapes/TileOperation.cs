using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Operators;

/// <summary>The tensor repeated along each axis. Inputs: x, repeats.</summary>
internal sealed class TileOperation : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("Tile", 2, 2, 1, static _ => new TileOperation());

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        long[] repeats = run.Integers(1);
        if (repeats.Length != x.Rank)
            throw run.Error($"{repeats.Length} repeats for {x.Rank} axes");
        int[] shape = [.. x.Shape.Select((dimension, axis) => run.Dimension(checked(dimension * repeats[axis])))];
        Value y = run.Output(0, x.Type, shape);
        // Beside a dimension of 0, another may be as large as it likes: nothing is laid out for it.
        if (y.ElementCount == 0)
            return;
        int[][] maps = [.. shape.Select((count, axis) => Enumerable.Range(0, count).Select(i => i % x.Shape[axis]).ToArray())];
        AxisMaps.Run(x, maps, default, y);
    }
}
