using OpenGradient.Kernels;

namespace OpenGradient.Execution.Operators;

/// <summary>A strided copy cut along its first axis.</summary>
internal readonly ref struct StridedParts<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> sizes, ReadOnlySpan<int> steps, int offset, Span<T> y) : IWorkBody
{
    private readonly ReadOnlySpan<T> _x = x;
    private readonly ReadOnlySpan<int> _sizes = sizes;
    private readonly ReadOnlySpan<int> _steps = steps;
    private readonly Span<T> _y = y;

    /// <summary>How many parts a copy of so many elements has.</summary>
    public static int PartCount(ReadOnlySpan<int> sizes, int elementCount)
    {
        int rows = PartRows(sizes, elementCount);
        return (sizes[0] + rows - 1) / rows;
    }

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        int rows = PartRows(_sizes, _y.Length);
        int inner = _y.Length / _sizes[0];
        int first = part * rows;
        Span<int> sizes = stackalloc int[_sizes.Length];
        _sizes.CopyTo(sizes);
        sizes[0] = Math.Min(rows, _sizes[0] - first);
        Permutation.CopyStrided(_x, sizes, _steps, offset + (first * _steps[0]), _y.Slice(first * inner, sizes[0] * inner));
    }

    private static int PartRows(ReadOnlySpan<int> sizes, int elementCount) => Math.Max(1, PartElements / (elementCount / sizes[0]));

    /// <summary>Some 30 µs.</summary>
    public const int PartElements = 1 << 15;
}
