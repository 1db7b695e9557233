namespace OpenGradient.Kernels;

/// <summary>How a convolution is cut into bands of windows, strips of filters and parts of work; it follows from the shape and the width of the vectors, and changes no bit.</summary>
internal readonly struct ConvolutionPlan
{
    /// <summary>Plans a convolution.</summary>
    public ConvolutionPlan(in ConvolutionShape shape)
    {
        Window window = shape.Window;
        IsInPlace = IsPointwise(window) && window.OutputElements >= WindowBands.LeastColumns;
        Bands = IsInPlace ? new WindowBands(1, window.OutputElements, 0, InPlaceColumns(shape)) : CopiedBands(shape);
        Planes = new ShiftedPlanes(window, Bands.Rows, Bands.Columns, SharesColumns(shape));
        SumElements = PackedFilters.IsNarrow(shape.GroupOutputs) ? 0 : ConvolutionKernel.SumElements(Windows(new WindowBand(0, Bands.Rows, 0, Bands.Columns)), shape.Depth);
        ScratchElements = checked(SumElements + (IsInPlace ? 0 : WholeLines((shape.GroupInputs * Planes.PlaneElements) + ShiftedPlanes.Slack)));
        UnitCount = checked(shape.BatchCount * shape.GroupCount * Bands.Count);
        long unitProducts = Math.Max(1L, (long)Bands.Rows * Bands.Columns * shape.GroupOutputs * shape.Depth);
        UnitsInPart = (int)Math.Clamp(PartProducts / unitProducts, 1, UnitCount);
        int strips = Strips(shape);
        long wantedBlocks = UnitCount >= LeastParts ? 1 : Math.Min((LeastParts + UnitCount - 1) / UnitCount, unitProducts / PartProducts);
        int blocks = (int)Math.Clamp(wantedBlocks, 1, strips);
        BlockOutputs = (strips + blocks - 1) / blocks * FilterStrips.Width;
        BlocksDown = (shape.GroupOutputs + BlockOutputs - 1) / BlockOutputs;
    }

    /// <summary>Whether the planes of x serve as they are: every window is one element, and all elements are windows.</summary>
    public bool IsInPlace { get; }

    /// <summary>The bands of a plane; in place the plane counts as one row.</summary>
    public WindowBands Bands { get; }

    /// <summary>How the input of a band is copied.</summary>
    public ShiftedPlanes Planes { get; }

    /// <summary>The sums of a band on their way.</summary>
    public int SumElements { get; }

    /// <summary>What one participant takes: sums, and copies of a band's input.</summary>
    public int ScratchElements { get; }

    /// <summary>Bands of all groups of all images.</summary>
    public int UnitCount { get; }

    /// <summary>Units that one part of the work goes through.</summary>
    public int UnitsInPart { get; }

    /// <summary>Outputs that one part makes.</summary>
    public int BlockOutputs { get; }

    /// <summary>Blocks of outputs.</summary>
    public int BlocksDown { get; }

    /// <summary>Parts of the work.</summary>
    public int PartCount => checked((UnitCount + UnitsInPart - 1) / UnitsInPart * BlocksDown);

    /// <summary>Where the windows of a band see its input: without gaps between them its rows count as one.</summary>
    public WindowRows Windows(in WindowBand band)
    {
        bool hasGaps = !IsInPlace && band.RowCount > 1 && Planes.Pitch != band.ColumnCount;
        return hasGaps ? new WindowRows(band.RowCount, band.ColumnCount, Planes.Pitch) : new WindowRows(1, band.WindowCount, band.WindowCount);
    }

    /// <summary>How many elements all participants read: <see cref="FillTables"/>.</summary>
    public int TableElements(in ConvolutionShape shape) => checked(WholeLines(shape.Depth) + (IsInPlace ? 0 : WholeLines(Planes.MaskElements)));

    /// <summary>Where the taps of a band's first window are, [depth], and the masks of the copies.</summary>
    public void FillTables(in ConvolutionShape shape, Span<int> tables, out ReadOnlySpan<int> offsets, out ReadOnlySpan<int> masks)
    {
        Span<int> places = tables[..shape.Depth];
        offsets = places;
        masks = default;
        if (IsInPlace)
        {
            for (int channel = 0; channel < places.Length; channel++)
                places[channel] = channel * shape.Window.PlaneElements;
            return;
        }

        Planes.TapOffsets(places);
        Span<int> inside = tables.Slice(WholeLines(shape.Depth), Planes.MaskElements);
        Planes.FillMasks(inside);
        masks = inside;
    }

    private static int WholeLines(int elements) => checked(elements + 15) / 16 * 16;

    private static bool IsPointwise(in Window window) =>
        window.TapCount == 1 && window.OutputElements == window.PlaneElements && window.PadTop == 0 && window.PadLeft == 0 && window.StrideX == 1 && window.StrideY == 1;

    private static int InPlaceColumns(in ConvolutionShape shape) => Math.Clamp(CacheElements / Math.Max(1, shape.Depth), WindowBands.LeastColumns, MostColumns);

    /// <summary>Whether rows with gaps between them serve: they do where tiles make a row.</summary>
    private static bool SharesColumns(in ConvolutionShape shape)
    {
        Window window = shape.Window;
        if (PackedFilters.IsNarrow(shape.GroupOutputs) || !ConvolutionKernel.TilesRows(window.OutputWidth, shape.Depth))
            return false;
        long shared = window.OutputWidth + ((window.KernelWidth - 1L) * window.DilationX / window.StrideX);
        return ShiftedPlanes.SharedColumnClasses(window) * shared < (long)window.KernelWidth * window.OutputWidth;
    }

    /// <summary>As many rows as fit the cache with all their channels; of very long rows a part.</summary>
    private static WindowBands CopiedBands(in ConvolutionShape shape)
    {
        Window window = shape.Window;
        int columnClasses = SharesColumns(shape) ? ShiftedPlanes.SharedColumnClasses(window) : window.KernelWidth;
        long columns = Math.Max(1L, (long)shape.GroupInputs * columnClasses); // elements for each window of a row, and row of input
        long reach = (window.KernelHeight - 1L) * window.DilationY;
        long classes = Math.Min(window.StrideY, reach + 1);
        long fitting = CacheElements / columns / window.OutputWidth; // rows of input
        long rows = Math.Max((fitting / classes) - (reach / window.StrideY), fitting / window.KernelHeight);
        if (rows > 1)
            rows = Math.Min(rows, (window.OutputHeight + LeastBands(shape) - 1) / LeastBands(shape));
        if (rows < 1 && window.OutputWidth < 2 * WindowBands.LeastColumns)
            rows = 1;
        long fittingColumns = CacheElements / (columns * window.KernelHeight);
        return new WindowBands(
            window.OutputHeight, window.OutputWidth, (int)Math.Clamp(rows, 0, window.OutputHeight), (int)Math.Clamp(fittingColumns, 0, window.OutputWidth));
    }

    /// <summary>Bands of a plane, so that there are enough parts of the work where images, groups and strips are few.</summary>
    private static long LeastBands(in ConvolutionShape shape)
    {
        long units = Math.Max(1L, (long)shape.BatchCount * shape.GroupCount * Strips(shape));
        long products = (long)shape.BatchCount * shape.OutputChannels * shape.Window.OutputElements * shape.Depth;
        return Math.Max(1, (Math.Min(LeastParts, products / BandProducts) + units - 1) / units);
    }

    private static int Strips(in ConvolutionShape shape) => (shape.GroupOutputs + FilterStrips.Width - 1) / FilterStrips.Width;

    private const int LeastParts = 8;
    private const int CacheElements = 100 << 10; // 400 KB: weights on their way need the rest of a second-level cache
    private const int MostColumns = 448; // a strip's outputs of so many windows are 56 KB
    private const long PartProducts = 1L << 18; // some 2 µs
    private const long BandProducts = 1L << 20; // some 8 µs: the rows that two bands share are copied twice, and may lie in another processor's cache
}
