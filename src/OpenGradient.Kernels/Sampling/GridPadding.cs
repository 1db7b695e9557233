namespace OpenGradient.Kernels;

/// <summary>What stands outside of the inputs.</summary>
internal enum GridPadding
{
    /// <summary>Nothing.</summary>
    Zeros,

    /// <summary>The nearest element inside.</summary>
    Border,

    /// <summary>The elements inside, mirrored at the borders.</summary>
    Reflection,
}
