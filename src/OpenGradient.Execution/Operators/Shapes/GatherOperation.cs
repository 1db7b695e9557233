using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>The slices of x along <c>axis</c> that the indices name; a negative index counts from the end. Inputs: x, indices.</summary>
internal sealed class GatherOperation(int axis) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } =
        new("Gather", 2, 2, 1, static binding => new GatherOperation(binding.Attributes.Integer("axis", 0)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        Value indices = run.Input(1);
        int along = run.Axis(axis, x.Rank);
        Span<int> chosen = run.Scratch<int>(indices.ElementCount);
        Choose(run, indices, x.Shape[along], chosen);
        int[] shape = run.Recall<int[]>() ?? run.Remember<int[]>([.. x.Shape[..along], .. indices.Shape, .. x.Shape[(along + 1)..]]);
        Value y = run.Output(0, x.Type, shape);
        if (y.ElementCount == 0)
            return;
        int sliceBytes = Interpreter.Shapes.ElementCount(x.Shape, along + 1, x.Rank) * x.Type.SizeBytes();
        int outer = Interpreter.Shapes.ElementCount(x.Shape, 0, along);
        Span<byte> target = y.Bytes;
        for (int block = 0; block < outer; block++)
        {
            ReadOnlySpan<byte> source = x.Bytes.Slice(block * x.Shape[along] * sliceBytes, x.Shape[along] * sliceBytes);
            foreach (int index in chosen)
            {
                source.Slice(index * sliceBytes, sliceBytes).CopyTo(target);
                target = target[sliceBytes..];
            }
        }
    }

    /// <summary>The indices, counted from the beginning.</summary>
    private static void Choose(StepRun run, Value indices, int size, Span<int> chosen)
    {
        for (int i = 0; i < chosen.Length; i++)
        {
            long index = indices.Type switch
            {
                ElementType.Int64 => indices.Longs[i],
                ElementType.Int32 => indices.Ints[i],
                _ => throw run.Error($"indices must be i64 or i32, not {indices.Type.CanonicalName()}"),
            };
            index = index < 0 ? index + size : index;
            chosen[i] = index >= 0 && index < size ? (int)index : throw run.Error($"index {index} is out of range for {size}");
        }
    }
}
