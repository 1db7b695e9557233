namespace OpenGradient.Execution.Disputes;

/// <summary>A weighted sum of few elements: fma from +0, one tap a term.</summary>
internal static class TapSum
{
    /// <summary>The phase.</summary>
    /// <param name="x">What the taps read.</param>
    /// <param name="first">The place of the plane or volume that they lie in.</param>
    /// <param name="places">Where.</param>
    /// <param name="weights">How much each weighs.</param>
    public static Phase Of(JudgedInput x, long first, int[] places, float[] weights) =>
        Phase.Dot(places.Length, tap => weights[tap], tap => x.Float(first + places[tap]));
}
