using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Operators;

/// <summary>Lists of indices into the first axes of a value, as GatherND and ScatterND have them: indices […, k] after b shared axes.</summary>
internal static class IndexTuples
{
    /// <summary>For each tuple the first element of the slice that it names, in row-major order of the tuples.</summary>
    public static Span<int> Places(StepRun run, Value x, Value indices, int batchAxes)
    {
        int width = indices.Shape[^1];
        int[] steps = StridedCopy.Steps(x.Shape);
        int batchElements = Interpreter.Shapes.ElementCount(x.Shape, batchAxes, x.Rank);
        int count = Interpreter.Shapes.ElementCount(indices.Shape, 0, indices.Rank - 1);
        int batches = Interpreter.Shapes.ElementCount(indices.Shape, 0, batchAxes);
        Span<int> places = run.Scratch<int>(count);
        for (int tuple = 0; tuple < count; tuple++)
        {
            int place = tuple / (count / batches) * batchElements;
            for (int i = 0; i < width; i++)
                place += Indices.Chosen(run, indices, (tuple * width) + i, x.Shape[batchAxes + i]) * steps[batchAxes + i];
            places[tuple] = place;
        }

        return places;
    }
}
