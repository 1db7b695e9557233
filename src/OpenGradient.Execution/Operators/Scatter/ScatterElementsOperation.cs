using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Operators;

/// <summary>x, with updates[i, j, …] put where the index along <c>axis</c> is indices[i, j, …], in row-major order. Inputs: x, indices, updates.</summary>
internal sealed class ScatterElementsOperation(int axis, Reduction reduction) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new(
        "ScatterElements", 3, 3, 1, static binding => new ScatterElementsOperation(binding.Attributes.Integer("axis", 0), Reductions.Read(binding)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        Value indices = Indices.Require(run, 1);
        Value updates = run.Input(2, x.Type);
        int along = run.Axis(axis, x.Rank);
        bool fits = indices.Rank == x.Rank && indices.Shape.AsSpan().SequenceEqual(updates.Shape);
        for (int other = 0; fits && other < x.Rank; other++)
            fits = other == along || indices.Shape[other] <= x.Shape[other];
        if (!fits)
            throw run.Error($"indices {Interpreter.Shapes.Describe(indices.Shape)} and updates {Interpreter.Shapes.Describe(updates.Shape)} do not fit {Interpreter.Shapes.Describe(x.Shape)}");
        Value y = run.Output(0, x.Type, x.Shape);
        x.Bytes.CopyTo(y.Bytes);
        Span<int> places = run.Scratch<int>(indices.ElementCount);
        Place(run, indices, x.Shape, along, places);
        ScatterWriter.Write(run, reduction, y, places, updates, 1);
    }

    private static void Place(StepRun run, Value indices, int[] shape, int along, Span<int> places)
    {
        int[] steps = StridedCopy.Steps(shape);
        int[] index = new int[shape.Length];
        for (int position = 0; position < places.Length; position++)
        {
            int place = Indices.Chosen(run, indices, position, shape[along]) * steps[along];
            for (int other = 0; other < index.Length; other++)
                place += other == along ? 0 : index[other] * steps[other];
            places[position] = place;
            for (int other = index.Length - 1; other >= 0 && ++index[other] == indices.Shape[other]; other--)
                index[other] = 0;
        }
    }
}
