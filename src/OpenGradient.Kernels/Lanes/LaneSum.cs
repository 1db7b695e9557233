namespace OpenGradient.Kernels;

/// <summary>The sum over sixteen lanes, in halves.</summary>
internal static class LaneSum
{
    /// <summary>lane[l] + lane[l + 8] for l below 8, then the same with 4, 2 and 1. The lanes are overwritten.</summary>
    public static float Of(Span<float> lanes)
    {
        for (int width = 8; width > 0; width /= 2)
        {
            for (int lane = 0; lane < width; lane++)
                lanes[lane] += lanes[lane + width];
        }

        return lanes[0];
    }
}
