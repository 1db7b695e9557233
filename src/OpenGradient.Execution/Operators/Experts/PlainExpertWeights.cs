using System.Collections.Immutable;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Weights whose elements stand alone, multiplied as they are stored. The step's input: x f32 […, d].</summary>
internal sealed class PlainExpertWeights(ImmutableArray<PlainMatrix> experts) : IExpertWeights
{
    /// <summary>The experts of weights [experts, o, d]; null if they are of another shape.</summary>
    public static PlainExpertWeights? Create(PlainConstant weights) => weights.Shape is [int count and > 0, int outputs and > 0, int depth and > 0]
        ? new PlainExpertWeights([.. Enumerable.Range(0, count).Select(expert => weights.Matrix(count, expert, outputs, depth))])
        : null;

    /// <inheritdoc/>
    public int ExpertCount => experts.Length;

    /// <inheritdoc/>
    public int Depth => experts[0].Depth;

    /// <inheritdoc/>
    public int OutputCount => experts[0].OutputCount;

    /// <inheritdoc/>
    public void Multiply(StepRun run, int expert, ReadOnlySpan<int> rows, Span<float> y)
    {
        Span<float> chosen = run.Scratch<float>(rows.Length * Depth);
        ExpertRows.Collect(run.Input(0, ElementType.Float32).Floats, rows, chosen);
        Span<float> scratch = run.Scratch<float>(PlainProduct.ScratchElements(rows.Length, experts[expert], run.Workers.Count));
        PlainProduct.Multiply(chosen, rows.Length, experts[expert], bias: default, y[..(rows.Length * OutputCount)], scratch, run.Workers);
    }
}
