namespace OpenGradient.Kernels;

/// <summary>The machine code of one tile: sums[r, j] += Σ over quads of four products x[r, 4q + i] · panel[q, j, i], modulo 2^32.</summary>
/// <remarks>
/// Shapes: up to <see cref="MaxRows"/> rows a step apart; one or two panels of sixteen lanes (<see cref="IntegerPanels"/>) a step apart; sums
/// [rows, <see cref="IntegerTile.SumStep"/>]. Types: of rows and panels one is u8, the other i8. Registers (System V ABI): rdi x, rsi its step in bytes, rdx
/// panel, rcx the step to the second, r8 how many quads, at least 1, r9 sums. All that it changes is the caller's to save; it calls nothing and uses no stack.
/// Sums live in zmm0 to zmm27; every quad takes one load for each panel and one for each row.
/// </remarks>
internal static class TileCode
{
    /// <summary>Appends the code of a tile.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="rowCount">1 to <see cref="MaxRows"/>.</param>
    /// <param name="panelCount">1 or 2.</param>
    /// <param name="hasSignedRows">Whether the rows are i8 and the panels u8.</param>
    public static void Emit(X64Encoder code, int rowCount, int panelCount, bool hasSignedRows)
    {
        PointAtRows(code, rowCount);
        for (int sum = 0; sum < rowCount * panelCount; sum++)
            code.LoadVector(sum, SumAddress(sum, panelCount));
        code.Align(64);
        int loop = code.Position;
        EmitQuad(code, rowCount, panelCount, hasSignedRows);
        AdvanceRows(code, rowCount);
        code.Add(X64Register.Rdx, 64);
        code.Decrement(X64Register.R8);
        code.JumpIfNotZero(loop);
        for (int sum = 0; sum < rowCount * panelCount; sum++)
            code.StoreVector(SumAddress(sum, panelCount), sum);
        code.ZeroUpper();
        code.Return();
    }

    private static void EmitQuad(X64Encoder code, int rowCount, int panelCount, bool hasSignedRows)
    {
        code.LoadVector(FirstPanel, new X64Address(X64Register.Rdx));
        if (panelCount == 2)
            code.LoadVector(FirstPanel + 1, new X64Address(X64Register.Rdx, X64Register.Rcx));
        for (int row = 0; row < rowCount; row++)
        {
            int x = FirstRow + (row % 2);
            code.BroadcastInt(x, RowAddress(row));
            for (int panel = 0; panel < panelCount; panel++)
            {
                int sum = (row * panelCount) + panel;
                if (hasSignedRows)
                    code.DotBytes(sum, FirstPanel + panel, x);
                else
                    code.DotBytes(sum, x, FirstPanel + panel);
            }
        }
    }

    /// <summary>rax, r10 and r11 point at rows 3, 5 and 10: from these every row is 0, 1, 2, 4 or 8 steps away, which an address can say.</summary>
    private static void PointAtRows(X64Encoder code, int rowCount)
    {
        if (rowCount > 3)
        {
            code.LoadAddress(X64Register.Rax, new X64Address(X64Register.Rdi, X64Register.Rsi, 2));
            code.LoadAddress(X64Register.Rax, new X64Address(X64Register.Rax, X64Register.Rsi));
        }

        if (rowCount > 6)
        {
            code.LoadAddress(X64Register.R10, new X64Address(X64Register.Rdi, X64Register.Rsi, 4));
            code.LoadAddress(X64Register.R10, new X64Address(X64Register.R10, X64Register.Rsi));
        }

        if (rowCount > 10)
        {
            code.LoadAddress(X64Register.R11, new X64Address(X64Register.R10, X64Register.Rsi, 4));
            code.LoadAddress(X64Register.R11, new X64Address(X64Register.R11, X64Register.Rsi));
        }
    }

    private static void AdvanceRows(X64Encoder code, int rowCount)
    {
        code.Add(X64Register.Rdi, 4);
        if (rowCount > 3)
            code.Add(X64Register.Rax, 4);
        if (rowCount > 6)
            code.Add(X64Register.R10, 4);
        if (rowCount > 10)
            code.Add(X64Register.R11, 4);
    }

    private static X64Address RowAddress(int row)
    {
        (X64Register start, int steps) = Rows[row];
        return steps == 0 ? new X64Address(start) : new X64Address(start, X64Register.Rsi, steps);
    }

    private static X64Address SumAddress(int sum, int panelCount) =>
        new(X64Register.R9, Displacement: ((sum / panelCount * IntegerTile.SumStep) + (sum % panelCount * 16)) * sizeof(int));

    /// <summary>With two panels 28 registers for sums, two for the panels and two for the rows in turn: all 32.</summary>
    public const int MaxRows = 14;

    private static readonly (X64Register Start, int Steps)[] Rows =
    [
        (X64Register.Rdi, 0), (X64Register.Rdi, 1), (X64Register.Rdi, 2), (X64Register.Rax, 0), (X64Register.Rax, 1), (X64Register.Rax, 2), (X64Register.R10, 1),
        (X64Register.Rax, 4), (X64Register.Rdi, 8), (X64Register.R10, 4), (X64Register.R11, 0), (X64Register.R11, 1), (X64Register.R11, 2), (X64Register.R10, 8),
    ];

    private const int FirstPanel = 28;
    private const int FirstRow = 30;
}
