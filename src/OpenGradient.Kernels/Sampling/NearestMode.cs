namespace OpenGradient.Kernels;

/// <summary>Which input is nearest to a place between two.</summary>
internal enum NearestMode
{
    /// <summary>The nearer; in the middle the lower.</summary>
    RoundPreferFloor,

    /// <summary>The nearer; in the middle the higher.</summary>
    RoundPreferCeil,

    /// <summary>The lower.</summary>
    Floor,

    /// <summary>The higher.</summary>
    Ceil,
}
