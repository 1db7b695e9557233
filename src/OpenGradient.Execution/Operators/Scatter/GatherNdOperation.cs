using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>The slices of x that lists of indices name, after <c>batch_dims</c> shared axes. Inputs: x, indices […, k].</summary>
internal sealed class GatherNdOperation(int batchAxes) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } =
        new("GatherND", 2, 2, 1, static binding => new GatherNdOperation(binding.Attributes.Integer("batch_dims", 0)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        Value indices = Indices.Require(run, 1);
        bool fits = batchAxes >= 0 && indices.Rank > batchAxes && x.Rank > batchAxes && indices.Shape[^1] <= x.Rank - batchAxes
            && indices.Shape.AsSpan(0, batchAxes).SequenceEqual(x.Shape.AsSpan(0, batchAxes));
        if (!fits)
            throw run.Error($"indices {Interpreter.Shapes.Describe(indices.Shape)} do not fit {Interpreter.Shapes.Describe(x.Shape)} after {batchAxes} shared axes");
        int[] slice = x.Shape[(batchAxes + indices.Shape[^1])..];
        Value y = run.Output(0, x.Type, [.. indices.Shape[..^1], .. slice]);
        if (y.ElementCount == 0)
            return;
        int sliceBytes = Interpreter.Shapes.ElementCount(slice) * x.Type.SizeBytes();
        Span<byte> target = y.Bytes;
        foreach (int place in IndexTuples.Places(run, x, indices, batchAxes))
        {
            x.Bytes.Slice(place * x.Type.SizeBytes(), sliceBytes).CopyTo(target);
            target = target[sliceBytes..];
        }
    }
}
