namespace OpenGradient.Kernels;

/// <summary>Two operands of 64-bit integers, row by row of an output, in parts.</summary>
internal readonly ref struct WideWork<TKernel>(TKernel kernel, WideOperand x, WideOperand y, int columns, int elementCount) : IWorkBody
    where TKernel : struct, IWideKernel, allows ref struct
{
    private readonly TKernel _kernel = kernel;
    private readonly WideOperand _x = x;
    private readonly WideOperand _y = y;

    /// <summary>Carries out all of it.</summary>
    public void Run(Workers workers) => workers.For(in this, (elementCount + PartElements - 1) / PartElements);

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        int end = Math.Min(elementCount, (part + 1) * PartElements);
        for (int start = part * PartElements; start < end;)
        {
            (int row, int column) = Math.DivRem(start, columns);
            int count = Math.Min(columns - column, end - start);
            _kernel.Run(_x.Part(row, column, count), _y.Part(row, column, count), start, count);
            start += count;
        }
    }

    private const int PartElements = 1 << 14;
}
