namespace OpenGradient.Kernels;

/// <summary>The machine code of <see cref="PanelDot{TLanes, TEncoding}"/> for a tile of rows: sums[r, o] gain the products of some blocks, ascending.</summary>
/// <remarks>
/// Shapes: rows as <see cref="RowTiles"/> lays them; panel [blocks] of <see cref="PanelBlock"/>; sums [rows, 16], contiguous. Registers (System V ABI): rdi rows,
/// rsi panel, rdx how many blocks, at least 1, rcx sums. All that it changes is the caller's to save; it calls nothing and uses no stack. Sums live in zmm0 to
/// zmm15, the weights of a block in zmm16 to zmm23, its factors in zmm24, offsets of both halves in zmm29 and their factors in zmm30; rows are taken a few at a time, whose chains of dependent products run side by side.
/// </remarks>
internal static class PanelDotCode
{
    /// <summary>Appends the code of a tile.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="form">Of the encoding.</param>
    /// <param name="rowCount">1 to <see cref="RowTiles.MaxRows"/>.</param>
    public static void Emit(X64Encoder code, PanelDotForm form, int rowCount)
    {
        for (int row = 0; row < rowCount; row++)
            code.LoadVector(row, SumAddress(row));
        code.Align(64);
        int loop = code.Position;
        for (int i = 0; i < 8; i++)
            code.LoadVector(FirstWeights + i, InPanel(i * 16));
        code.LoadVector(Factors, InPanel(PanelBlock.Factor));
        if (form.HasOneOffset)
        {
            code.LoadVector(Offset, InPanel(PanelBlock.Offset));
            code.LoadVector(OffsetFactor, InPanel(PanelBlock.OffsetFactor));
        }

        int side = form.Scales == PanelScales.Halves ? 3 : 4;
        for (int row = 0; row < rowCount; row += side)
            EmitRows(code, form, row, Math.Min(side, rowCount - row));
        code.Add(X64Register.Rdi, rowCount * RowTiles.BlockBytes);
        code.Add(X64Register.Rsi, PanelBlock.ByteCount);
        code.Decrement(X64Register.Rdx);
        code.JumpIfNotZero(loop);
        for (int row = 0; row < rowCount; row++)
            code.StoreVector(SumAddress(row), row);
        code.ZeroUpper();
        code.Return();
    }

    /// <summary>One block of some rows.</summary>
    private static void EmitRows(X64Encoder code, PanelDotForm form, int firstRow, int count)
    {
        for (int row = 0; row < count; row++)
            EmitStart(code, form, row, firstRow + row);
        for (int i = 0; i < 8; i++)
        {
            for (int row = 0; row < count; row++)
                code.DotBytes(i < 4 ? FirstIntegers + row : Second(form, row), FirstWeights + i, InRow(firstRow + row, i * 4));
        }

        for (int row = 0; row < count; row++)
            EmitEnd(code, form, row, firstRow + row);
    }

    private static void EmitStart(X64Encoder code, PanelDotForm form, int row, int source)
    {
        Start(FirstIntegers + row, RowTiles.First);
        if (form.Scales == PanelScales.Halves)
            Start(Second(form, row), RowTiles.Second);

        void Start(int integers, int place)
        {
            if (form.HasZero)
                code.BroadcastInt(integers, InRow(source, place));
            else
                code.Clear(integers);
        }
    }

    private static void EmitEnd(X64Encoder code, PanelDotForm form, int row, int source)
    {
        int product = Second(form, row);
        code.ConvertInts(product, product);
        if (form.Scales == PanelScales.Whole)
            code.Multiply(product, product, InPanel(PanelBlock.Scale));
        if (form.Scales == PanelScales.Halves)
        {
            code.Multiply(product, product, InPanel(PanelBlock.SecondScale));
            code.ConvertInts(FirstIntegers + row, FirstIntegers + row);
            code.MultiplyAdd(product, FirstIntegers + row, InPanel(PanelBlock.Scale));
        }

        code.MultiplyByOne(Scale, Factors, InRow(source, RowTiles.Scale));
        code.MultiplyAdd(source, product, Scale);
        if (form.HasOneOffset)
            EmitOffset(code, source, product);
        else if (form.HasOffsets)
            EmitOffsets(code, source, product);
    }

    /// <summary>An offset of both halves, whose sums are added up: integers so small that no order of adding and multiplying rounds them.</summary>
    private static void EmitOffset(X64Encoder code, int source, int offset)
    {
        code.MultiplyByOne(offset, Offset, InRow(source, RowTiles.First));
        code.MultiplyByOne(Scale, OffsetFactor, InRow(source, RowTiles.Scale));
        code.MultiplyAdd(source, offset, Scale);
    }

    /// <summary>An offset of each half.</summary>
    private static void EmitOffsets(X64Encoder code, int source, int offset)
    {
        code.BroadcastInt(Scale, InRow(source, RowTiles.First));
        code.Multiply(offset, Scale, InPanel(PanelBlock.Offset));
        code.LoadVector(Scale, InPanel(PanelBlock.SecondOffset));
        code.MultiplyAddOne(offset, Scale, InRow(source, RowTiles.Second));
        code.LoadVector(Scale, InPanel(PanelBlock.OffsetFactor));
        code.MultiplyByOne(Scale, Scale, InRow(source, RowTiles.Scale));
        code.MultiplyAdd(source, offset, Scale);
    }

    /// <summary>Where the products of the second half are added up: with those of the first, unless each half has a scale.</summary>
    private static int Second(PanelDotForm form, int row) => FirstIntegers + row + (form.Scales == PanelScales.Halves ? 3 : 0);

    private static X64Address InPanel(int element) => new(X64Register.Rsi, Displacement: element * sizeof(float));

    private static X64Address InRow(int row, int place) => new(X64Register.Rdi, Displacement: (row * RowTiles.BlockBytes) + place);

    private static X64Address SumAddress(int row) => new(X64Register.Rcx, Displacement: row * PanelBlock.OutputCount * sizeof(float));

    private const int FirstWeights = 16;
    private const int Factors = 24;
    private const int FirstIntegers = 25;
    private const int Offset = 29;
    private const int OffsetFactor = 30;
    private const int Scale = 31;
}
