namespace OpenGradient.Kernels;

/// <summary>The panels of one encoding, without its type.</summary>
internal abstract class StoredPanels
{
    /// <summary>Whether weights are shifted.</summary>
    public abstract bool HasOffsets { get; }

    /// <summary>Lays some blocks of up to sixteen outputs out and adds their products with all rows to the sums.</summary>
    /// <param name="weights">From the first of the outputs on.</param>
    /// <param name="rowBytes">From one output to the next.</param>
    /// <param name="outputCount">1 to 16; further lanes get numbers of no meaning.</param>
    /// <param name="firstBlock">The first block of 32, the first of its stored block.</param>
    /// <param name="blockCount">How many; whole stored blocks.</param>
    /// <param name="x">The rows.</param>
    /// <param name="panel">Room for so many <see cref="PanelBlock"/>s.</param>
    /// <param name="sums">[rows, 16].</param>
    public abstract void Multiply(
        ReadOnlySpan<byte> weights, int rowBytes, int outputCount, int firstBlock, int blockCount, scoped in BlockRows x, Span<float> panel, Span<float> sums);
}
