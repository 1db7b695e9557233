namespace OpenGradient.Kernels;

/// <summary>How a number between two powers of two becomes one of them.</summary>
internal enum ScaleRounding
{
    /// <summary>The larger one.</summary>
    Up,

    /// <summary>The smaller one.</summary>
    Down,

    /// <summary>The nearer one; from the middle the larger one.</summary>
    Nearest,
}
