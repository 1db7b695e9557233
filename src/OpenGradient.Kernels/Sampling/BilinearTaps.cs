namespace OpenGradient.Kernels;

/// <summary>The four elements around a place in a plane, row-major, and their weights: products of distances in binary64, rounded to binary32.</summary>
internal static class BilinearTaps
{
    /// <summary>As RoiAlign reads: nothing from 1 outside on; nearer the border counts as the border. How many taps there are: 0 or 4.</summary>
    public static int Clamped(double y, double x, int height, int width, Span<int> places, Span<float> weights)
    {
        if (!(y >= -1 && y <= height && x >= -1 && x <= width))
            return 0;
        (int top, int bottom, double fromTop) = Axis(Math.Max(y, 0), height);
        (int left, int right, double fromLeft) = Axis(Math.Max(x, 0), width);
        (places[0], places[1], places[2], places[3]) = ((top * width) + left, (top * width) + right, (bottom * width) + left, (bottom * width) + right);
        weights[0] = (float)((1 - fromTop) * (1 - fromLeft));
        weights[1] = (float)((1 - fromTop) * fromLeft);
        weights[2] = (float)(fromTop * (1 - fromLeft));
        weights[3] = (float)(fromTop * fromLeft);
        return 4;
    }

    /// <summary>As DeformConv reads: elements outside are left out. How many taps there are.</summary>
    public static int Inside(double y, double x, int height, int width, Span<int> places, Span<float> weights)
    {
        if (!(y > -1 && y < height && x > -1 && x < width))
            return 0;
        int top = (int)Math.Floor(y);
        int left = (int)Math.Floor(x);
        int count = 0;
        for (int tap = 0; tap < 4; tap++)
        {
            int row = top + (tap / 2);
            int column = left + (tap % 2);
            if (row < 0 || row >= height || column < 0 || column >= width)
                continue;
            double down = tap / 2 == 0 ? 1 - (y - top) : y - top;
            double across = tap % 2 == 0 ? 1 - (x - left) : x - left;
            places[count] = (row * width) + column;
            weights[count++] = (float)(down * across);
        }

        return count;
    }

    private static (int Low, int High, double Distance) Axis(double x, int size)
    {
        int low = (int)x;
        return low >= size - 1 ? (size - 1, size - 1, 0) : (low, low + 1, x - low);
    }
}
