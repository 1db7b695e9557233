namespace OpenGradient.Kernels;

/// <summary>Numbers by their bits, so that no decimal reading stands between the specification and the code.</summary>
internal static class Binary32
{
    /// <summary>The binary32 number with these bits.</summary>
    public static float Of(uint bits) => BitConverter.UInt32BitsToSingle(bits);
}
