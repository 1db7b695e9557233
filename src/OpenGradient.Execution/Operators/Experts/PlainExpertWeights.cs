using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Weights whose elements stand alone, multiplied as they are stored. The step's input: x f32 […, d].</summary>
internal sealed class PlainExpertWeights(PlainConstant weights) : IExpertWeights
{
    /// <inheritdoc/>
    public int ExpertCount => weights.Shape[0];

    /// <inheritdoc/>
    public int Depth => weights.Shape[2];

    /// <inheritdoc/>
    public int OutputCount => weights.Shape[1];

    /// <inheritdoc/>
    public void Multiply(StepRun run, int expert, ReadOnlySpan<int> rows, Span<float> y)
    {
        Span<float> chosen = run.Scratch<float>(rows.Length * Depth);
        ExpertRows.Collect(run.Input(0, ElementType.Float32).Floats, rows, chosen);
        int expertBytes = weights.Stored.Length / ExpertCount;
        PlainProduct.Multiply(
            chosen,
            rows.Length,
            new PlainWeights(weights.Rows, weights.Stored.Span.Slice(expert * expertBytes, expertBytes), OutputCount, Depth, default),
            y[..(rows.Length * OutputCount)],
            run.Scratch<float>(PlainProduct.ScratchElements(rows.Length, OutputCount, Depth, run.Workers.Count)),
            run.Workers);
    }
}
