using System.Collections.Immutable;
using OpenGradient.Programs;

namespace OpenGradient.Models.Quantization;

/// <summary>The largest magnitude of each feature of inputs that are rows of them, over samples.</summary>
internal sealed class FeatureRanges(Program program)
{
    private readonly double[]?[] _magnitudes = new double[]?[program.Inputs.Length];

    /// <summary>Looks at a sample, and passes it on.</summary>
    public IReadOnlyList<Tensor> Take(IReadOnlyList<Tensor> sample)
    {
        for (int input = 0; input < Math.Min(sample.Count, _magnitudes.Length); input++)
        {
            if (sample[input] is { Type: ElementType.Float32, Shape.Length: 2 } rows && rows.Shape[1] is > 1 and var width)
                Add(_magnitudes[input] ??= new double[width], rows.As<float>());
        }

        return sample;
    }

    /// <summary>Of an input; empty if it has no features, or rows of different lengths.</summary>
    public ImmutableArray<double> Of(int value) => value < _magnitudes.Length && _magnitudes[value] is { } known ? [.. known] : [];

    private static void Add(double[] magnitudes, ReadOnlySpan<float> rows)
    {
        for (int cell = 0; cell < rows.Length; cell++)
        {
            if (float.IsFinite(rows[cell]))
                magnitudes[cell % magnitudes.Length] = Math.Max(magnitudes[cell % magnitudes.Length], Math.Abs((double)rows[cell]));
        }
    }
}
