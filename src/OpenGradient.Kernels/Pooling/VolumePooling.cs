using System.Numerics;

namespace OpenGradient.Kernels;

/// <summary>Windows over volumes reduced to one number each; taps in planes, rows, columns, ascending.</summary>
/// <remarks>Shapes: x [volumes, depth, height, width], y [volumes, output depth, output height, output width]; aliasing: none.</remarks>
internal static class VolumePooling
{
    /// <summary>y = the largest tap inside, NaN if one is, <paramref name="least"/> if none is inside; its place in all of x, the first of equals, -1 if none.</summary>
    /// <param name="window">How the window moves.</param>
    /// <param name="x">The volumes.</param>
    /// <param name="least">What nothing is below.</param>
    /// <param name="y">The largest.</param>
    /// <param name="places">Their places, or empty.</param>
    /// <param name="countsColumnsFirst">Whether places within a volume count with the first axis fastest.</param>
    /// <param name="workers">Who does it.</param>
    public static void Max<T>(in VolumeWindow window, ReadOnlySpan<T> x, T least, Span<T> y, Span<long> places, bool countsColumnsFirst, Workers workers)
        where T : unmanaged, INumber<T>
    {
        int position = 0;
        for (int start = 0; position < y.Length; start += window.VolumeElements)
        {
            ReadOnlySpan<T> volume = x.Slice(start, window.VolumeElements);
            for (int z = 0; z < window.OutputDepth && !workers.IsCancelled; z++)
            {
                for (int pixel = 0; pixel < window.Plane.OutputElements; pixel++, position++)
                {
                    int place = MaxAt(window, volume, z, pixel);
                    y[position] = place < 0 ? least : volume[place];
                    if (!places.IsEmpty)
                        places[position] = place < 0 ? -1 : start + (countsColumnsFirst ? ColumnsFirst(window, place) : place);
                }
            }

            if (workers.IsCancelled)
                return;
        }
    }

    /// <summary>y = the sum of the taps inside, from +0, each addition rounded, divided by the divisor of its window.</summary>
    public static void Average(in VolumeWindow window, ReadOnlySpan<float> divisors, ReadOnlySpan<float> x, Span<float> y, Workers workers)
    {
        int position = 0;
        for (int start = 0; position < y.Length && !workers.IsCancelled; start += window.VolumeElements)
        {
            ReadOnlySpan<float> volume = x.Slice(start, window.VolumeElements);
            for (int output = 0; output < window.OutputElements; output++)
            {
                float sum = SumAt(window, volume, output / window.Plane.OutputElements, output % window.Plane.OutputElements);
                y[position++] = CanonicalNaN.Of(sum / divisors[output]);
            }
        }
    }

    private static int MaxAt<T>(in VolumeWindow window, ReadOnlySpan<T> volume, int z, int pixel)
        where T : unmanaged, INumber<T>
    {
        Taps taps = Taps.Of(window, z, pixel);
        int best = -1;
        for (int tapZ = taps.FirstZ; tapZ < taps.EndZ; tapZ++)
        {
            for (int tapY = taps.FirstY; tapY < taps.EndY; tapY++)
            {
                int place = taps.Place(window, tapZ, tapY);
                for (int tapX = taps.FirstX; tapX < taps.EndX; tapX++, place += window.Plane.DilationX)
                {
                    if (best < 0 || IsAbove(volume[place], volume[best]))
                        best = place;
                }
            }
        }

        return best;
    }

    /// <summary>Above in the order in which -0 is below +0 and NaN is above everything.</summary>
    private static bool IsAbove<T>(T candidate, T best)
        where T : unmanaged, INumber<T> =>
        candidate > best || (T.IsNaN(candidate) && !T.IsNaN(best)) || (candidate == best && T.IsNegative(best) && !T.IsNegative(candidate));

    private static float SumAt(in VolumeWindow window, ReadOnlySpan<float> volume, int z, int pixel)
    {
        Taps taps = Taps.Of(window, z, pixel);
        float sum = 0f;
        for (int tapZ = taps.FirstZ; tapZ < taps.EndZ; tapZ++)
        {
            for (int tapY = taps.FirstY; tapY < taps.EndY; tapY++)
            {
                int place = taps.Place(window, tapZ, tapY);
                for (int tapX = taps.FirstX; tapX < taps.EndX; tapX++, place += window.Plane.DilationX)
                    sum += volume[place];
            }
        }

        return sum;
    }

    private static long ColumnsFirst(in VolumeWindow window, int place)
    {
        int plane = place % window.Plane.PlaneElements;
        long column = plane % window.Plane.Width;
        long row = plane / window.Plane.Width;
        return (((column * window.Plane.Height) + row) * window.Depth) + (place / window.Plane.PlaneElements);
    }

    /// <summary>The taps of one window that lie inside.</summary>
    private readonly record struct Taps(int Z, int Y, int X, int FirstZ, int EndZ, int FirstY, int EndY, int FirstX, int EndX)
    {
        public static Taps Of(in VolumeWindow window, int z, int pixel)
        {
            int y = pixel / window.Plane.OutputWidth;
            int x = pixel % window.Plane.OutputWidth;
            (int firstZ, int endZ) = Window.TapsInside(window.InputZ(z, 0), window.KernelDepth, window.DilationZ, window.Depth);
            (int firstY, int endY) = Window.TapsInside(window.Plane.InputY(y, 0), window.Plane.KernelHeight, window.Plane.DilationY, window.Plane.Height);
            (int firstX, int endX) = Window.TapsInside(window.Plane.InputX(x, 0), window.Plane.KernelWidth, window.Plane.DilationX, window.Plane.Width);
            return new Taps(z, y, x, firstZ, endZ, firstY, endY, firstX, endX);
        }

        /// <summary>Where the first tap inside of a row of taps is.</summary>
        public int Place(in VolumeWindow window, int tapZ, int tapY) =>
            (window.InputZ(Z, tapZ) * window.Plane.PlaneElements) + (window.Plane.InputY(Y, tapY) * window.Plane.Width) + window.Plane.InputX(X, FirstX);
    }
}
