using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Weights in blocks, multiplied as they are stored. The step's inputs: q i8 […, d], s f32 […, d / 32].</summary>
internal sealed class StoredExpertWeights(StoredEncoding encoding, ReadOnlyMemory<byte> weights, int expertCount, int outputCount, int depth) : IExpertWeights
{
    /// <inheritdoc/>
    public int ExpertCount => expertCount;

    /// <inheritdoc/>
    public int Depth => depth;

    /// <inheritdoc/>
    public int OutputCount => outputCount;

    /// <inheritdoc/>
    public void Multiply(StepRun run, int expert, ReadOnlySpan<int> rows, Span<float> y)
    {
        ReadOnlySpan<sbyte> q = run.Input(0, ElementType.Int8).Words<sbyte>();
        ReadOnlySpan<float> s = run.Input(1, ElementType.Float32).Floats;
        int blocks = depth / WeightBlock.ElementCount;
        Span<sbyte> elements = run.Scratch<sbyte>(rows.Length * depth);
        Span<float> scales = run.Scratch<float>(rows.Length * blocks);
        ExpertRows.Collect(q, rows, elements);
        ExpertRows.Collect(s, rows, scales);
        Span<int> sums = run.Scratch<int>(rows.Length * blocks * 2);
        BlockRows.Sum(elements, sums);
        int expertBytes = (int)encoding.LengthBytes((long)outputCount * depth);
        StoredProduct.Multiply(
            new BlockRows(elements, scales, sums, rows.Length, depth),
            weights.Span.Slice(expert * expertBytes, expertBytes),
            encoding,
            outputCount,
            default,
            y,
            run.Scratch<float>(StoredProduct.ScratchElements(rows.Length, depth, run.Workers.Count)),
            run.Workers);
    }
}
