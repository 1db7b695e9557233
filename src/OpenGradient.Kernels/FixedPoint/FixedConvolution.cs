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
    private readonly int _partWindows;
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
        _partWindows = PartWindows(shape);
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
        int firstRow = part % RowParts * _partRows;
        int endRow = Math.Min(_shape.GroupOutputs, firstRow + _partRows);
        int endWindow = Math.Min(_planes.TiledWindows, ((part / RowParts) + 1) * _partWindows);
        for (int window = part / RowParts * _partWindows; window < endWindow; window += WindowsAtOnce)
        {
            int windows = Math.Min(WindowsAtOnce, endWindow - window);
            if (_epilogue.TakesSmallSums)
                RunSmall(firstRow, endRow, window, windows, MemoryMarshal.Cast<long, int>(sums));
            else
                RunWide(firstRow, endRow, window, windows, sums);
        }
    }

    private void RunSmall(int firstRow, int endRow, int window, int windows, Span<int> sums)
    {
        Span<short> made = stackalloc short[WindowsAtOnce];
        for (int row = firstRow; row < endRow; row += PairTile.Rows)
        {
            int rows = Math.Min(PairTile.Rows, endRow - row);
            _sums.Run(_firstOutput + row, rows, window, windows, sums, WindowsAtOnce);
            for (int r = 0; r < rows; r++)
            {
                _epilogue.OfOutput(_firstOutput + row + r, sums.Slice(r * WindowsAtOnce, windows), made[..windows]);
                CopyWindows<short>(made[..windows], window, Plane(_narrow, row + r));
            }
        }
    }

    private void RunWide(int firstRow, int endRow, int window, int windows, Span<long> sums)
    {
        for (int row = firstRow; row < endRow; row += PairTile.Rows)
        {
            int rows = Math.Min(PairTile.Rows, endRow - row);
            _sums.Run(_firstOutput + row, rows, window, windows, sums, WindowsAtOnce);
            for (int r = 0; r < rows; r++)
                Put(row + r, window, sums.Slice(r * WindowsAtOnce, windows));
        }
    }

    private int RowParts => (_shape.GroupOutputs + _partRows - 1) / _partRows;

    private int PartCount => (_planes.TiledWindows + _partWindows - 1) / _partWindows * RowParts;

    private void Put(int row, int firstWindow, Span<long> sums)
    {
        if (_epilogue.IsNarrow)
        {
            Span<short> made = stackalloc short[WindowsAtOnce];
            _epilogue.OfOutput(_firstOutput + row, sums, made[..sums.Length]);
            CopyWindows<short>(made[..sums.Length], firstWindow, Plane(_narrow, row));
        }
        else
        {
            _epilogue.OfOutput(_firstOutput + row, sums, sums);
            CopyWindows<long>(sums, firstWindow, Plane(_wide, row));
        }
    }

    private Span<T> Plane<T>(Span<T> y, int row) => y.Slice(row * _shape.Window.OutputElements, _shape.Window.OutputElements);

    /// <summary>The windows that were asked for, from rows of the pitch to rows of the output's width.</summary>
    private void CopyWindows<T>(ReadOnlySpan<T> made, int firstWindow, Span<T> plane)
    {
        int width = _shape.Window.OutputWidth;
        int end = Math.Min(made.Length, (_shape.Window.OutputHeight * _planes.Pitch) - firstWindow);
        (int row, int column) = Math.DivRem(firstWindow, _planes.Pitch);
        for (int lane = 0; lane < end; row++)
        {
            int count = Math.Min(width - column, end - lane);
            if (count > 0)
                made.Slice(lane, count).CopyTo(plane[((row * width) + column)..]);
            lane += _planes.Pitch - column;
            column = 0;
        }
    }

    /// <summary>As many filters as make a part worth handing out; whole tiles.</summary>
    private static int PartRows(in ConvolutionShape shape) =>
        (int)Math.Clamp(PartProducts / Math.Max(1L, (long)WindowsAtOnce * shape.Depth * PairTile.Rows), 1, 1 + (shape.GroupOutputs / PairTile.Rows)) * PairTile.Rows;

    /// <summary>If a part has all filters, as many windows as make it worth handing out.</summary>
    private static int PartWindows(in ConvolutionShape shape)
    {
        long products = Math.Max(1L, (long)WindowsAtOnce * shape.Depth * shape.GroupOutputs);
        return (int)Math.Clamp(PartProducts / products, 1, MostWindows / WindowsAtOnce) * WindowsAtOnce;
    }

    private const int MostWindows = 1 << 16;
    private const int WindowsAtOnce = 256;
    private const int SumElements = PairTile.Rows * WindowsAtOnce;
    private const long PartProducts = 1 << 21;
}
