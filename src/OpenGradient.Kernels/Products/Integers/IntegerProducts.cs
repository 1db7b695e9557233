namespace OpenGradient.Kernels;

/// <summary>Products of quantised matrices: exact integers, wrapping modulo 2^32, so no order of summation can change them.</summary>
internal static partial class IntegerProducts
{
    /// <summary>How many bytes of scratch memory <see cref="MatMul"/> takes.</summary>
    public static int MatMulScratchBytes(int rowCount, int depth, int outputCount, int participantCount = 1) => checked(
        ScratchCutter.Bytes<byte>(IntegerPanels.ByteCount(outputCount, depth))
        + (2 * ScratchCutter.Bytes<int>(outputCount))
        + LinearScratchBytes(rowCount, depth, participantCount));

    /// <summary>y[r,o] = Σ_k (a[r,k] - za[r]) · (b[k,o] - zb[o]). Shapes: a [rows, depth], b [depth, outputs], y [rows, outputs], contiguous.</summary>
    public static void MatMul(
        IntegerOperand a, IntegerOperand b, Span<int> y, int rowCount, int depth, int outputCount, Span<byte> scratch, Workers workers = default)
    {
        var cutter = new ScratchCutter(scratch);
        Span<byte> panels = cutter.Take<byte>(IntegerPanels.ByteCount(outputCount, depth));
        Span<int> sums = cutter.Take<int>(outputCount);
        Span<int> zeros = cutter.Take<int>(outputCount);
        Span<byte> ones = cutter.Take<byte>(IntegerSums.OnesBytes(depth));
        Span<int> tiles = cutter.Take<int>(IntegerBlocks.TileElements(workers.Count));
        IntegerPanels.Pack(b.Bytes, outputCount, depth, outputCount, b.SignedFlip, panels);
        for (int output = 0; output < outputCount; output++)
            zeros[output] = b.SignedZero(output);
        IntegerSums.OfLanes(panels, areSigned: true, depth, sums, ones, tiles, workers);
        var columns = new IntegerColumns(panels, sums, zeros.ContainsAnyExcept(0) ? zeros : default, depth);
        Multiply(a, columns, IntegerOutput.OfSums(y, outputCount), rowCount, ones, tiles, cutter, workers);
    }

    /// <summary>How many bytes of scratch memory <see cref="Linear"/> takes.</summary>
    public static int LinearScratchBytes(int rowCount, int depth, int participantCount = 1) => checked(
        ScratchCutter.LineBytes
        + ScratchCutter.Bytes<byte>(IntegerSums.OnesBytes(depth))
        + ScratchCutter.Bytes<int>(IntegerBlocks.TileElements(participantCount))
        + (2 * ScratchCutter.Bytes<int>(rowCount))
        + ScratchCutter.Bytes<byte>(rowCount * IntegerRows.CopyStep(depth)));

    /// <summary>As <see cref="MatMul"/> with b laid out before; y [rows, outputs] may be requantised.</summary>
    public static void Linear(IntegerOperand a, PackedIntegers weights, IntegerOutput y, int rowCount, Span<byte> scratch, Workers workers = default)
    {
        var cutter = new ScratchCutter(scratch);
        Span<byte> ones = cutter.Take<byte>(IntegerSums.OnesBytes(weights.Depth));
        Span<int> tiles = cutter.Take<int>(IntegerBlocks.TileElements(workers.Count));
        Multiply(a, weights.Columns, y, rowCount, ones, tiles, cutter, workers);
    }

    private static void Multiply(
        IntegerOperand a, IntegerColumns columns, IntegerOutput y, int rowCount, Span<byte> ones, Span<int> tiles, ScratchCutter cutter, Workers workers)
    {
        int depth = columns.Depth;
        Span<int> rowZeros = cutter.Take<int>(rowCount);
        Span<int> rowRests = cutter.Take<int>(rowCount);
        ReadOnlySpan<byte> rows = a.Bytes;
        int step = depth;
        if (!IntegerRows.CanStay(a.IsSigned, depth))
        {
            step = IntegerRows.CopyStep(depth);
            Span<byte> copy = cutter.Take<byte>(rowCount * step);
            IntegerRows.Copy(a, rowCount, depth, copy);
            rows = copy;
        }

        if (!columns.Zeros.IsEmpty)
            IntegerSums.OfRows(rows, step, depth, rowRests, ones, tiles, workers);
        for (int row = 0; row < rowCount; row++)
        {
            int zero = a.UnsignedZero(row);
            rowZeros[row] = -zero;
            rowRests[row] = (depth * zero) - rowRests[row];
        }

        var factors = new IntegerFactors(rows, step, hasSignedRows: false, columns.Panels, IntegerPanels.QuadCount(depth));
        ReadOnlySpan<int> zeros = a.ZeroPoints.Length <= 1 ? rowZeros[..1] : rowZeros;
        var terms = new IntegerTerms(zeros, columns.Sums, columns.Zeros.IsEmpty ? default : rowRests, columns.Zeros);
        IntegerBlocks.Run(workers, factors, terms, y, rowCount, columns.Sums.Length, tiles);
    }
}
