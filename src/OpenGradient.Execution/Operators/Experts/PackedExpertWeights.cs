using System.Collections.Immutable;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Weights whose elements stand alone, laid out anew. The step's input: x f32 […, d].</summary>
internal sealed class PackedExpertWeights(ImmutableArray<PackedPanels> experts) : IExpertWeights
{
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
        Span<float> scratch = run.Scratch<float>(Kernels.Products.LinearScratchElements(rows.Length, experts[expert], run.Workers.Count));
        Kernels.Products.Linear(chosen, rows.Length, experts[expert], y, scratch, run.Workers);
    }
}
