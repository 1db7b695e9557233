using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;

namespace OpenGradient.Execution.Operators;

/// <summary>Scale and bias of normalised rows: as many elements as a row has, or fewer that broadcast to the axes of the row.</summary>
internal static class NormalizedRows
{
    /// <summary>Checks that <paramref name="operand"/> broadcasts to the axes of <paramref name="x"/> from <paramref name="first"/> on.</summary>
    public static void Require(StepRun run, Value x, int first, Value operand)
    {
        int[] row = x.Shape[first..];
        if (Broadcast.TryShape(row, Trim(operand.Shape)) is not { } shape || !shape.AsSpan().SequenceEqual(row))
            throw run.Error($"scale and bias must broadcast to the normalised axes {Interpreter.Shapes.Describe(row)}, but there are {Interpreter.Shapes.Describe(operand.Shape)}");
    }

    /// <summary>y = f(y, operand), row by row.</summary>
    public static void Map<TFunction>(TFunction function, Value y, int columnCount, Value operand)
        where TFunction : struct, IBinaryFunction
    {
        if (operand.ElementCount == columnCount || operand.ElementCount == 1)
        {
            for (int start = 0; start < y.ElementCount; start += columnCount)
                Kernels.Elementwise.Map(function, y.Floats.Slice(start, columnCount), operand.Floats, y.Floats.Slice(start, columnCount));
            return;
        }

        var walk = Broadcast.Over(y.Shape, y.Shape, Trim(operand.Shape));
        while (walk.Next())
        {
            Span<float> run = y.Floats.Slice(walk.OutputOffset, walk.RunLength);
            Kernels.Elementwise.Map(function, run, walk.Slice<float>(1, operand.Floats), run);
        }
    }

    /// <summary>The shape without leading dimensions of 1, which say nothing.</summary>
    private static int[] Trim(int[] shape) => [.. shape.SkipWhile(static dimension => dimension == 1)];
}
