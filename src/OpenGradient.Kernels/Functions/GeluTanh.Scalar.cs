namespace OpenGradient.Kernels;

/// <content>The scalar form, which is the definition.</content>
internal readonly partial struct GeluTanh
{
    // 0.044715
    private const uint CubeFactor = 0x3D372713;

    // √(2/π)
    private const uint RootOfTwoOverPi = 0x3F4C422A;

    /// <summary>The function of one number. A NaN may come out in any form.</summary>
    public static float Of(float x)
    {
        float inner = x + (x * x * x * Binary32.Of(CubeFactor));
        return 0.5f * x * (Tanh.Of(inner * Binary32.Of(RootOfTwoOverPi)) + 1f);
    }
}
