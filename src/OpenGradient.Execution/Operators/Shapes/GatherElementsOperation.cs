using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>y[i, j, …] = x with the index along <c>axis</c> taken from indices[i, j, …]. Inputs: x, indices.</summary>
internal sealed class GatherElementsOperation(int axis) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } =
        new("GatherElements", 2, 2, 1, static binding => new GatherElementsOperation(binding.Attributes.Integer("axis", 0)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        Value indices = run.Input(1);
        int along = run.Axis(axis, x.Rank);
        bool fits = indices.Rank == x.Rank && indices.Type is ElementType.Int64 or ElementType.Int32;
        for (int other = 0; fits && other < x.Rank; other++)
            fits = other == along || indices.Shape[other] <= x.Shape[other];
        if (!fits)
            throw run.Error($"indices {indices.Type.CanonicalName()}{Interpreter.Shapes.Describe(indices.Shape)} do not fit {Interpreter.Shapes.Describe(x.Shape)}");
        Value y = run.Output(0, x.Type, indices.Shape);
        int[] steps = StridedCopy.Steps(x.Shape);
        int[] index = new int[x.Rank];
        int elementBytes = x.Type.SizeBytes();
        for (int position = 0; position < y.ElementCount; position++)
        {
            int offset = Chosen(run, indices, position, x.Shape[along]) * steps[along];
            for (int other = 0; other < x.Rank; other++)
                offset += other == along ? 0 : index[other] * steps[other];
            x.Bytes.Slice(offset * elementBytes, elementBytes).CopyTo(y.Bytes[(position * elementBytes)..]);
            for (int other = x.Rank - 1; other >= 0 && ++index[other] == indices.Shape[other]; other--)
                index[other] = 0;
        }
    }

    private static int Chosen(StepRun run, Value indices, int position, int size)
    {
        long index = indices.Type == ElementType.Int64 ? indices.Longs[position] : indices.Ints[position];
        index = index < 0 ? index + size : index;
        return index >= 0 && index < size ? (int)index : throw run.Error($"index {index} is out of range for {size}");
    }
}
