namespace OpenGradient.Kernels;

/// <summary>Windows reduced to one number each, plane by plane; taps in rows, then columns, ascending.</summary>
internal static class Pooling
{
    /// <summary>y = the largest tap inside the plane, NaN if one is; -∞ if no tap is inside.</summary>
    /// <remarks>Shapes: x [planes, height, width], y [planes, output height, output width]; aliasing: none.</remarks>
    public static void Max(in Window window, ReadOnlySpan<float> x, Span<float> y)
    {
        int position = 0;
        // Counted by what is written: an empty plane has outputs too, if it is padded.
        for (int start = 0; position < y.Length; start += window.PlaneElements)
        {
            ReadOnlySpan<float> plane = x.Slice(start, window.PlaneElements);
            for (int outputY = 0; outputY < window.OutputHeight; outputY++)
            {
                for (int outputX = 0; outputX < window.OutputWidth; outputX++)
                    y[position++] = MaxAt(window, plane, outputY, outputX);
            }
        }
    }

    /// <summary>y = the sum of the taps inside the plane, from +0, each addition rounded, divided by their number.</summary>
    /// <param name="window">How the window moves.</param>
    /// <param name="divisors">For each output pixel, what its sum is divided by.</param>
    /// <param name="x">[planes, height, width].</param>
    /// <param name="y">[planes, output height, output width]; does not overlap <paramref name="x"/>.</param>
    public static void Average(in Window window, ReadOnlySpan<float> divisors, ReadOnlySpan<float> x, Span<float> y)
    {
        int position = 0;
        // As in Max: counted by what is written.
        for (int start = 0; position < y.Length; start += window.PlaneElements)
        {
            ReadOnlySpan<float> plane = x.Slice(start, window.PlaneElements);
            for (int pixel = 0; pixel < window.OutputElements; pixel++)
            {
                float sum = SumAt(window, plane, pixel / window.OutputWidth, pixel % window.OutputWidth);
                y[position++] = CanonicalNaN.Of(sum / divisors[pixel]);
            }
        }
    }

    private static float MaxAt(in Window window, ReadOnlySpan<float> plane, int outputY, int outputX)
    {
        float largest = float.NegativeInfinity;
        (int firstY, int endY) = Window.TapsInside(window.InputY(outputY, 0), window.KernelHeight, window.DilationY, window.Height);
        (int firstX, int endX) = Window.TapsInside(window.InputX(outputX, 0), window.KernelWidth, window.DilationX, window.Width);
        for (int tapY = firstY; tapY < endY; tapY++)
        {
            ReadOnlySpan<float> row = plane.Slice(window.InputY(outputY, tapY) * window.Width, window.Width);
            for (int tapX = firstX, inputX = window.InputX(outputX, firstX); tapX < endX; tapX++, inputX += window.DilationX)
                largest = MathF.Max(largest, row[inputX]); // IEEE 754 maximum: the rule of Max
        }

        return largest;
    }

    private static float SumAt(in Window window, ReadOnlySpan<float> plane, int outputY, int outputX)
    {
        float sum = 0f;
        (int firstY, int endY) = Window.TapsInside(window.InputY(outputY, 0), window.KernelHeight, window.DilationY, window.Height);
        (int firstX, int endX) = Window.TapsInside(window.InputX(outputX, 0), window.KernelWidth, window.DilationX, window.Width);
        for (int tapY = firstY; tapY < endY; tapY++)
        {
            ReadOnlySpan<float> row = plane.Slice(window.InputY(outputY, tapY) * window.Width, window.Width);
            for (int tapX = firstX, inputX = window.InputX(outputX, firstX); tapX < endX; tapX++, inputX += window.DilationX)
                sum += row[inputX];
        }

        return sum;
    }
}
