namespace OpenGradient.Kernels;

/// <content>The scalar form, which is the definition.</content>
internal readonly partial struct Silu
{
    /// <summary>The function of one number. A NaN may come out in any form.</summary>
    public static float Of(float x)
    {
        float t = Logistic.Argument(x);
        float y = Logistic.Tail(t, t);
        return x < 0f ? y : x + y;
    }
}
