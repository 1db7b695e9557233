using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Operators;

/// <summary>Where the heads of a value lie: [batch, heads, positions, headDim], or [batch, positions, heads · headDim].</summary>
/// <param name="BatchCount">Sequences.</param>
/// <param name="HeadCount">Heads of each.</param>
/// <param name="PositionCount">Positions of each head.</param>
/// <param name="HeadDim">Elements of a position of a head.</param>
/// <param name="RowStep">Elements from one position of a head to the next.</param>
internal readonly record struct HeadLayout(int BatchCount, int HeadCount, int PositionCount, int HeadDim, int RowStep)
{
    /// <summary>The layout of a value; with three dimensions it has <paramref name="headCount"/> heads.</summary>
    public static HeadLayout Of(StepRun run, Value value, int headCount, string name)
    {
        int[] shape = value.Shape;
        if (value.Rank == 4 && headCount == 0)
            return new HeadLayout(shape[0], shape[1], shape[2], shape[3], shape[3]);
        if (value.Rank == 3 && headCount > 0 && shape[2] % headCount == 0)
            return new HeadLayout(shape[0], headCount, shape[1], shape[2] / headCount, shape[2]);
        throw run.Error($"{name} must be [batch, heads, positions, headDim], or [batch, positions, heads · headDim] and the number of heads be given, not {Interpreter.Shapes.Describe(shape)} with {headCount}");
    }

    /// <summary>Where a head begins.</summary>
    public int Start(int batch, int head) => RowStep == HeadDim
        ? ((batch * HeadCount) + head) * PositionCount * HeadDim
        : (batch * PositionCount * RowStep) + (head * HeadDim);
}
