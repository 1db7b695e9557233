namespace OpenGradient.Kernels;

/// <summary>The columns of a product, laid out as i8, with what their zero points need.</summary>
/// <param name="panels">The columns: <see cref="IntegerPanels"/>.</param>
/// <param name="sums">The sum of each column.</param>
/// <param name="zeros">The zero point of each column; empty if all are 0.</param>
/// <param name="depth">How long a column is.</param>
internal readonly ref struct IntegerColumns(ReadOnlySpan<byte> panels, ReadOnlySpan<int> sums, ReadOnlySpan<int> zeros, int depth)
{
    /// <summary>The columns.</summary>
    public ReadOnlySpan<byte> Panels { get; } = panels;

    /// <summary>The sum of each column.</summary>
    public ReadOnlySpan<int> Sums { get; } = sums;

    /// <summary>The zero point of each column; empty if all are 0.</summary>
    public ReadOnlySpan<int> Zeros { get; } = zeros;

    /// <summary>How long a column is.</summary>
    public int Depth { get; } = depth;
}
