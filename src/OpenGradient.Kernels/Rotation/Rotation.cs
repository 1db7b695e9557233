namespace OpenGradient.Kernels;

/// <summary>Rotates pairs of a head's elements by the angles of a position.</summary>
/// <remarks>
/// <para><b>Computes</b> a' = fma(a, cos, -(b · sin)), b' = fma(a, sin, b · cos).</para>
/// <para><b>Shapes</b> row: [heads, headDim]; pairs: [dimensions / 2, 2]. Elements from <c>dimensions</c> on stay.</para>
/// <para><b>Order</b> interleaved: pair i is elements 2i and 2i + 1; halves: elements i and i + dimensions / 2.</para>
/// <para><b>Rounding</b> b · sin and b · cos round once, each fma once; NaNs leave in the one form.</para>
/// <para><b>Aliasing</b> in place.</para>
/// </remarks>
internal static class Rotation
{
    /// <summary>Rotates every head of a row.</summary>
    public static void Rotate(Span<float> row, int headDim, ReadOnlySpan<float> pairs, bool isInterleaved)
    {
        int pairCount = pairs.Length / 2;
        int step = isInterleaved ? 2 : 1;
        int distance = isInterleaved ? 1 : pairCount;
        for (int head = 0; head < row.Length; head += headDim)
        {
            for (int i = 0; i < pairCount; i++)
            {
                ref float first = ref row[head + (i * step)];
                ref float second = ref row[head + (i * step) + distance];
                float cos = pairs[2 * i];
                float sin = pairs[(2 * i) + 1];
                float rotated = MathF.FusedMultiplyAdd(first, cos, -(second * sin));
                second = CanonicalNaN.Of(MathF.FusedMultiplyAdd(first, sin, second * cos));
                first = CanonicalNaN.Of(rotated);
            }
        }
    }
}
