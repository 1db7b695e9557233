namespace OpenGradient.Kernels;

/// <content>The scalar form, which is the definition.</content>
internal readonly partial struct Softplus
{
    // √2 - 1
    private const uint RootOfTwoLessOne = 0x3ED413CD;

    /// <summary>The function of one number. A NaN may come out in any form.</summary>
    public static float Of(float x)
    {
        float u = Exp.Of(Binary32.Of(BitConverter.SingleToUInt32Bits(x) | 0x80000000));
        bool isSmall = u < Binary32.Of(RootOfTwoLessOne);
        float tail = Log.Combine(isSmall ? u : (u - 1f) * 0.5f, isSmall ? 0f : 1f);
        return (0f < x ? x : 0f) + tail;
    }
}
