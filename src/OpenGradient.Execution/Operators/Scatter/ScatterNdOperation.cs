using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Operators;

/// <summary>x, with slices of updates put where lists of indices say, in row-major order. Inputs: x, indices […, k], updates.</summary>
internal sealed class ScatterNdOperation(Reduction reduction) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("ScatterND", 3, 3, 1, static binding => new ScatterNdOperation(Reductions.Read(binding)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        Value indices = Indices.Require(run, 1);
        Value updates = run.Input(2, x.Type);
        bool fits = indices.Rank > 0 && indices.Shape[^1] <= x.Rank;
        int[] slice = fits ? x.Shape[indices.Shape[^1]..] : [];
        if (!fits || !updates.Shape.AsSpan().SequenceEqual([.. indices.Shape[..^1], .. slice]))
            throw run.Error($"indices {Interpreter.Shapes.Describe(indices.Shape)} and updates {Interpreter.Shapes.Describe(updates.Shape)} do not fit {Interpreter.Shapes.Describe(x.Shape)}");
        Value y = run.Output(0, x.Type, x.Shape);
        x.Bytes.CopyTo(y.Bytes);
        if (updates.ElementCount > 0)
            ScatterWriter.Write(run, reduction, y, IndexTuples.Places(run, x, indices, 0), updates, Interpreter.Shapes.ElementCount(slice));
    }
}
