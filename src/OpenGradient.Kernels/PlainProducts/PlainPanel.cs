namespace OpenGradient.Kernels;

/// <summary>Weights of sixteen outputs, widened: [depth, 16].</summary>
internal static class PlainPanel
{
    /// <summary>Outputs of a panel.</summary>
    public const int OutputCount = 16;
}
