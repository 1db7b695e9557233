namespace OpenGradient.Execution.Operators;

/// <summary>A box of <c>NonMaxSuppression</c>. All in binary32, each operation rounded.</summary>
internal readonly record struct BoxCorners(float Top, float Left, float Bottom, float Right)
{
    /// <summary>A box of four numbers: two opposite corners (y, x, y, x), or centre and extent (x, y, width, height).</summary>
    public static BoxCorners Of(ReadOnlySpan<float> b, bool isCentered) => isCentered
        ? new(b[1] - (b[3] / 2f), b[0] - (b[2] / 2f), b[1] + (b[3] / 2f), b[0] + (b[2] / 2f))
        : new(MathF.Min(b[0], b[2]), MathF.Min(b[1], b[3]), MathF.Max(b[0], b[2]), MathF.Max(b[1], b[3]));

    /// <summary>Whether the shared area of two boxes is more than <paramref name="limit"/> of the area of both together.</summary>
    public static bool Overlap(BoxCorners first, BoxCorners second, float limit)
    {
        float height = MathF.Min(first.Bottom, second.Bottom) - MathF.Max(first.Top, second.Top);
        float width = MathF.Min(first.Right, second.Right) - MathF.Max(first.Left, second.Left);
        float area1 = (first.Bottom - first.Top) * (first.Right - first.Left);
        float area2 = (second.Bottom - second.Top) * (second.Right - second.Left);
        if (!(height > 0f) || !(width > 0f) || !(area1 > 0f) || !(area2 > 0f))
            return false;
        float shared = height * width;
        return shared / (area1 + area2 - shared) > limit;
    }
}
