namespace OpenGradient.Kernels;

/// <content>The scalar form, which is the definition.</content>
internal readonly partial struct Gelu
{
    // √½
    private const uint RootOfHalf = 0x3F3504F3;

    /// <summary>The function of one number. A NaN may come out in any form.</summary>
    public static float Of(float x)
    {
        return 0.5f * x * (1f + Erf.Of(x * Binary32.Of(RootOfHalf)));
    }
}
