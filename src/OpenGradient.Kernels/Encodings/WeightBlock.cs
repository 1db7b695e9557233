namespace OpenGradient.Kernels;

/// <summary>32 stored weights of one output as exec-1 multiplies them: small integers, a scale and an offset for each half, and two factors.</summary>
/// <remarks>A weight stands for factor · scale · w, plus offsetFactor · offset.</remarks>
internal ref struct WeightBlock(Span<sbyte> weights)
{
    /// <summary>How many weights there are.</summary>
    public const int ElementCount = 32;

    /// <summary>w: [32].</summary>
    public readonly Span<sbyte> Weights = weights;

    /// <summary>a₀ of elements 0 … 15, a₁ of elements 16 … 31.</summary>
    public (int First, int Second) Scales = (1, 1);

    /// <summary>b₀, b₁; zero in encodings without offsets.</summary>
    public (int First, int Second) Offsets;

    /// <summary>D.</summary>
    public float Factor;

    /// <summary>E; of no meaning in encodings without offsets.</summary>
    public float OffsetFactor;
}
