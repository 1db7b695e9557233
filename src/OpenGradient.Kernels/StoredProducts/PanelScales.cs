namespace OpenGradient.Kernels;

/// <summary>Which integer scales an encoding has inside a block of 32.</summary>
internal enum PanelScales
{
    /// <summary>All are 1.</summary>
    None,

    /// <summary>One.</summary>
    Whole,

    /// <summary>One for each half.</summary>
    Halves,
}
