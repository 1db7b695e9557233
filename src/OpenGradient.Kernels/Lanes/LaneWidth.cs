namespace OpenGradient.Kernels;

/// <summary>How wide the vectors are that carry the sixteen lanes.</summary>
internal enum LaneWidth
{
    /// <summary>No vectors: the definition.</summary>
    Scalar,

    /// <summary>4 × 128 bits.</summary>
    Bits128,

    /// <summary>2 × 256 bits.</summary>
    Bits256,

    /// <summary>1 × 512 bits.</summary>
    Bits512,
}
