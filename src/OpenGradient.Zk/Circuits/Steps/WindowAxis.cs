namespace OpenGradient.Zk.Circuits.Steps;

/// <summary>How a window moves along an axis: the tap t of place p is at p · stride + t · dilation - pad.</summary>
/// <param name="InputCount">Cells of the axis.</param>
/// <param name="TapCount">Cells of the window.</param>
/// <param name="PlaceCount">Places of the window.</param>
/// <param name="Stride">From one place to the next.</param>
/// <param name="Dilation">From one tap to the next.</param>
/// <param name="Pad">How far the first window begins before the axis; negative behind its begin.</param>
internal sealed record WindowAxis(long InputCount, long TapCount, long PlaceCount, long Stride, long Dilation, long Pad)
{
    /// <summary>The cell of the axis under a tap, which may lie outside of it.</summary>
    public long CellOf(long place, long tap) => (place * Stride) + (tap * Dilation) - Pad;

    public bool Contains(long cell) => cell >= 0 && cell < InputCount;

    /// <summary>The window of one of the taps.</summary>
    public WindowAxis OfTap(long tap) => this with { TapCount = 1, Pad = Pad - (tap * Dilation) };

    /// <summary>Whether each place has a tap inside.</summary>
    public bool AlwaysSees()
    {
        for (long place = 0; place < PlaceCount; place++)
        {
            long tap = 0;
            while (tap < TapCount && !Contains(CellOf(place, tap)))
                tap++;
            if (tap == TapCount)
                return false;
        }

        return true;
    }
}
