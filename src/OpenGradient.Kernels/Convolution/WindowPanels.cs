namespace OpenGradient.Kernels;

/// <summary>Lays the windows of a convolution out as panels: element (k, window) at panel window/16, k, lane window%16.</summary>
internal static class WindowPanels
{
    /// <summary>Packs <paramref name="count"/> windows from output pixel <paramref name="first"/> on; missing lanes of the last panel are +0.</summary>
    public static void Pack(in Window window, int channels, ReadOnlySpan<float> planes, int first, int count, Span<float> panels)
    {
        int depth = channels * window.TapCount;
        // Without channels there is nothing to lay out, and every product is empty.
        if (depth == 0)
            return;
        for (int pixel = 0; pixel < count; pixel += 16)
        {
            int lanes = Math.Min(16, count - pixel);
            PackPanel(window, channels, planes, first + pixel, lanes, panels.Slice(pixel * depth, 16 * depth));
        }
    }

    private static void PackPanel(in Window window, int channels, ReadOnlySpan<float> planes, int first, int laneCount, Span<float> panel)
    {
        if (laneCount < 16)
            panel.Clear();
        int lane = 0;
        while (lane < laneCount)
        {
            int y = (first + lane) / window.OutputWidth;
            int x = (first + lane) % window.OutputWidth;
            int run = Math.Min(laneCount - lane, window.OutputWidth - x);
            PackRun(window, channels, planes, y, x, run, panel[lane..]);
            lane += run;
        }
    }

    /// <summary>Windows side by side in one output row.</summary>
    private static void PackRun(in Window window, int channels, ReadOnlySpan<float> planes, int y, int x, int run, Span<float> lanes)
    {
        int position = 0;
        for (int channel = 0; channel < channels; channel++)
        {
            ReadOnlySpan<float> plane = planes.Slice(channel * window.PlaneElements, window.PlaneElements);
            for (int tapY = 0; tapY < window.KernelHeight; tapY++)
            {
                int inputY = window.InputY(y, tapY);
                bool isInside = inputY >= 0 && inputY < window.Height;
                ReadOnlySpan<float> row = isInside ? plane.Slice(inputY * window.Width, window.Width) : default;
                for (int tapX = 0; tapX < window.KernelWidth; tapX++, position += 16)
                    CopyTaps(row, window.InputX(x, tapX), window.StrideX, lanes.Slice(position, run));
            }
        }
    }

    private static void CopyTaps(ReadOnlySpan<float> row, int inputX, int stride, Span<float> taps)
    {
        if (stride == 1 && inputX >= 0 && inputX + taps.Length <= row.Length)
        {
            row.Slice(inputX, taps.Length).CopyTo(taps);
            return;
        }

        for (int i = 0; i < taps.Length; i++, inputX += stride)
            taps[i] = (uint)inputX < (uint)row.Length ? row[inputX] : 0f;
    }
}
