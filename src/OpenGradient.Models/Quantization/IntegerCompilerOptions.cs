namespace OpenGradient.Models.Quantization;

/// <summary>How a model is compiled to the integer profile.</summary>
public sealed record IntegerCompilerOptions
{
    /// <summary>8 or 16: the size of a weight, in bits.</summary>
    public int WeightBits { get; init; } = 8;

    /// <summary>Whether the result of every step becomes an output, so that it can be compared with the float Program.</summary>
    public bool ExposesLayers { get; init; }
}
