using System.Collections.Immutable;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Weights whose elements stand alone. The step's input: x f32 […, d].</summary>
internal sealed class PlainExpertWeights(ImmutableArray<PackedPanels> experts) : IExpertWeights
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
        ReadOnlySpan<float> x = run.Input(0, ElementType.Float32).Floats;
        Span<float> chosen = run.Scratch<float>(rows.Length * Depth);
        for (int i = 0; i < rows.Length; i++)
            x.Slice(rows[i] * Depth, Depth).CopyTo(chosen[(i * Depth)..]);
        Span<float> scratch = run.Scratch<float>(Kernels.Products.LinearScratchElements(rows.Length, experts[expert], run.Workers.Count));
        Kernels.Products.Linear(chosen, rows.Length, experts[expert], y, scratch, run.Workers);
    }
}
