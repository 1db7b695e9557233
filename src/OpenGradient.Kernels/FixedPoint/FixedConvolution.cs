using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>y[n,m,p] = e(Σ_k w[m,k] · x[n, tap k of window p]): 16-bit integers in, exact sums and what becomes of them; taps outside the plane are 0.</summary>
/// <remarks>Shapes as <see cref="Convolution"/>; y of the epilogue's type, the other y is empty. Windows are never laid out: <see cref="FixedPlanes"/>.</remarks>
internal readonly ref struct FixedConvolution : IWorkBody
{
    private readonly ConvolutionShape _shape;
    private readonly FixedPlanes _planes;
    private readonly PairSums _sums;
    private readonly FixedEpilogue _epilogue;
    private readonly int _firstOutput;
    private readonly int _partRows;
    private readonly Span<short> _narrow;
    private readonly Span<long> _wide;
    private readonly Span<long> _made; // [participants, rows of a tile, windows]

    private FixedConvolution(
        in ConvolutionShape shape, in FixedPlanes planes, PairSums sums, FixedEpilogue epilogue, int firstOutput, Span<short> narrow, Span<long> wide, Span<long> made)
    {
        _shape = shape;
        _planes = planes;
        _sums = sums;
        _epilogue = epilogue;
        _firstOutput = firstOutput;
        _partRows = PartRows(shape);
        _narrow = narrow;
        _wide = wide;
        _made = made;
    }

    /// <summary>How much scratch memory a run takes.</summary>
    public static int ScratchElements(in ConvolutionShape shape, FixedFilters filters, int participantCount) =>
        checked((2 * SumElements * participantCount) + new FixedPlanes(shape).Elements + filters.PairCount);

    /// <summary>Runs the convolution.</summary>
    public static void Run(
        in ConvolutionShape shape, ReadOnlySpan<short> x, FixedFilters filters, FixedEpilogue epilogue, Span<short> narrow, Span<long> wide, Span<int> scratch, Workers workers)
    {
        var planes = new FixedPlanes(shape);
        Span<long> made = MemoryMarshal.Cast<int, long>(scratch[..(2 * SumElements * workers.Count)]);
        Span<int> offsets = scratch.Slice(2 * made.Length, filters.PairCount);
        Span<int> pairs = scratch.Slice((2 * made.Length) + offsets.Length, planes.Elements);
        planes.TapOffsets(offsets);
        planes.ClearEnd(pairs);
        int inputs = shape.GroupInputs * shape.Window.PlaneElements;
        int outputs = shape.GroupOutputs * shape.Window.OutputElements;
        for (int group = 0; group < shape.BatchCount * shape.GroupCount && !workers.IsCancelled; group++)
        {
            FixedPlaneFilling.Run(planes, x.Slice(group * inputs, inputs), shape.Window.PlaneElements, pairs, workers);
            var body = new FixedConvolution(
                shape,
                planes,
                filters.Times(pairs, offsets),
                epilogue,
                group % shape.GroupCount * shape.GroupOutputs,
                epilogue.IsNarrow ? narrow.Slice(group * outputs, outputs) : narrow,
                epilogue.IsNarrow ? wide : wide.Slice(group * outputs, outputs),
                made);
            workers.For(in body, body.PartCount);
        }
    }

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        Span<long> sums = _made.Slice(participant * SumElements, SumElements);
        int firstWindow = part / RowParts * WindowsAtOnce;
        int windows = Math.Min(WindowsAtOnce, _planes.TiledWindows - firstWindow);
        int firstRow = part % RowParts * _partRows;
        int endRow = Math.Min(_shape.GroupOutputs, firstRow + _partRows);
        for (int row = firstRow; row < endRow; row += PairTile.Rows)
        {
            int rows = Math.Min(PairTile.Rows, endRow - row);
            _sums.Run(_firstOutput + row, rows, firstWindow, windows, sums, WindowsAtOnce);
            for (int r = 0; r < rows; r++)
                Put(row + r, firstWindow, sums.Slice(r * WindowsAtOnce, windows));
        }
    }

    private int RowParts => (_shape.GroupOutputs + _partRows - 1) / _partRows;

    private int PartCount => (_planes.TiledWindows + WindowsAtOnce - 1) / WindowsAtOnce * RowParts;

    private void Put(int row, int firstWindow, Span<long> sums)
    {
        int plane = row * _shape.Window.OutputElements;
        if (_epilogue.IsNarrow)
        {
            Span<short> made = stackalloc short[WindowsAtOnce];
            _epilogue.OfOutput(_firstOutput + row, sums, made[..sums.Length]);
            CopyWindows<short>(made[..sums.Length], firstWindow, _narrow.Slice(plane, _shape.Window.OutputElements));
        }
        else
        {
            _epilogue.OfOutput(_firstOutput + row, sums, sums);
            CopyWindows<long>(sums, firstWindow, _wide.Slice(plane, _shape.Window.OutputElements));
        }
    }

    /// <summary>The windows that were asked for, from rows of the pitch to rows of the output's width.</summary>
    private void CopyWindows<T>(ReadOnlySpan<T> made, int firstWindow, Span<T> plane)
    {
        int width = _shape.Window.OutputWidth;
        int end = Math.Min(firstWindow + made.Length, _shape.Window.OutputHeight * _planes.Pitch);
        for (int window = firstWindow; window < end;)
        {
            (int row, int column) = Math.DivRem(window, _planes.Pitch);
            int count = Math.Min(width - column, end - window);
            if (count > 0)
                made.Slice(window - firstWindow, count).CopyTo(plane[((row * width) + column)..]);
            window += _planes.Pitch - column;
        }
    }

    /// <summary>As many filters as make a part worth handing out; whole tiles.</summary>
    private static int PartRows(in ConvolutionShape shape) =>
        (int)Math.Clamp(PartProducts / Math.Max(1L, (long)WindowsAtOnce * shape.Depth * PairTile.Rows), 1, 1 + (shape.GroupOutputs / PairTile.Rows)) * PairTile.Rows;

    private const int WindowsAtOnce = 256;
    private const int SumElements = PairTile.Rows * WindowsAtOnce;
    private const long PartProducts = 1 << 21;
}
