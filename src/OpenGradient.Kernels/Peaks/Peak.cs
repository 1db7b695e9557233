namespace OpenGradient.Kernels;

/// <summary>What a machine can at most do.</summary>
internal enum Peak
{
    /// <summary>Bytes read from memory.</summary>
    Read,

    /// <summary>Operations of binary32, a multiplication and an addition counted as two.</summary>
    FusedMultiplyAdd,

    /// <summary>Operations on bytes, counted alike.</summary>
    ByteDot,
}
