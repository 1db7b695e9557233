namespace OpenGradient.Kernels;

/// <content>The scalar form, which is the definition.</content>
internal readonly partial struct Sigmoid
{
    /// <summary>The function of one number. A NaN may come out in any form.</summary>
    public static float Of(float x)
    {
        float y = Logistic.Tail(Logistic.Argument(x), 1f);
        return x < 0f ? y : 1f - y;
    }
}
