namespace OpenGradient.Kernels;

/// <summary>An operand over rows of an output: as many elements as a row has, or one, and how far it is from row to row (0: every row has the same).</summary>
internal readonly ref struct WideOperand(ReadOnlySpan<long> elements, int step, bool isOne)
{
    private readonly ReadOnlySpan<long> _elements = elements;

    /// <summary>What meets <paramref name="count"/> elements of a row, from a column on.</summary>
    public ReadOnlySpan<long> Part(int row, int column, int count) => isOne ? _elements.Slice(row * step, 1) : _elements.Slice((row * step) + column, count);
}
