namespace OpenGradient.Kernels;

/// <summary>Some windows side by side against one strip of filters: what the inner loops of <see cref="ConvolutionKernel"/> read and write.</summary>
internal ref struct WindowTile
{
    /// <summary>The first window's element at offset 0; the same tap of the next window is its neighbour.</summary>
    public ref float X;

    /// <summary>[depth], where the taps are.</summary>
    public ref int Offsets;

    /// <summary>The length of the dot products.</summary>
    public nuint Depth;

    /// <summary>The strip at k = 0, or half of it.</summary>
    public ref float Filters;

    /// <summary>From one k to the next in the strip.</summary>
    public nuint FilterStep;

    /// <summary>[windows, 32], the sums.</summary>
    public ref float Sums;
}
