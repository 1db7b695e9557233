namespace OpenGradient.Kernels;

/// <summary>How values between elements come about.</summary>
internal enum GridMode
{
    /// <summary>The nearest element, in the middle the one with the even index.</summary>
    Nearest,

    /// <summary>Two elements along each axis.</summary>
    Linear,

    /// <summary>Four elements along each axis, cubic convolution with a = -0.75.</summary>
    Cubic,
}
