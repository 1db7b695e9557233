namespace OpenGradient.Kernels;

/// <summary>Filters in strips of thirty-two: element (filter, k) at strip filter/32, k, filter%32. The last strip is sixteen wide if it has at most sixteen filters; filters that are missing are +0.</summary>
internal static class FilterStrips
{
    /// <summary>How many elements so many filters take.</summary>
    public static int ElementCount(int filterCount, int depth) => checked((filterCount + HalfWidth - 1) / HalfWidth * HalfWidth * depth);

    /// <summary>How wide the strip is that begins with filter <paramref name="first"/> of <paramref name="filterCount"/>.</summary>
    public static int WidthAt(int first, int filterCount) => filterCount - first <= HalfWidth ? HalfWidth : Width;

    /// <summary>Lays filters [filters, depth] out.</summary>
    public static void Pack(ReadOnlySpan<float> filters, int filterCount, int depth, Span<float> strips)
    {
        for (int first = 0; first < filterCount; first += Width)
        {
            int width = WidthAt(first, filterCount);
            Span<float> strip = strips.Slice(first * depth, width * depth);
            int present = Math.Min(width, filterCount - first);
            if (present < width)
                strip.Clear();

            // Some columns of all filters at a time: what is read and what is written stays in the first cache.
            for (int k = 0; k < depth; k += PackDepth)
            {
                int columns = Math.Min(PackDepth, depth - k);
                for (int filter = 0; filter < present; filter++)
                    Scatter(filters.Slice(((first + filter) * depth) + k, columns), strip[((k * width) + filter)..], width);
            }
        }
    }

    private static void Scatter(ReadOnlySpan<float> filter, Span<float> column, int width)
    {
        for (int k = 0; k < filter.Length; k++)
            column[k * width] = filter[k];
    }

    /// <summary>Filters of a whole strip: two vectors of 512 bits.</summary>
    public const int Width = 32;

    private const int HalfWidth = 16;
    private const int PackDepth = 64;
}
