namespace OpenGradient.Kernels;

/// <summary>The machine code of a tile of <see cref="PairSums"/>: sums[r, l] += Σ over pairs t of row[r, 2t] · lane[2t, l] + row[r, 2t + 1] · lane[2t + 1, l], modulo 2^32.</summary>
/// <remarks>
/// Shapes: up to <see cref="PairTile.Rows"/> rows a step apart; the <see cref="PairTile.Lanes"/> lanes of pair t at lanes + offsets[t]; sums [rows, lanes], contiguous. Types:
/// i16 in pairs of 32 bits, i32. Registers (System V ABI): rdi rows, rsi the step of rows in bytes, rdx lanes, rcx sums, r8 offsets, counted in pairs of 32 bits, r9 how many
/// pairs, at least 1. All that it changes is the caller's to save; it calls nothing and uses no stack. Sums live in zmm0 to zmm15, lanes in zmm16 to zmm19.
/// </remarks>
internal static class PairTileCode
{
    /// <summary>Appends the code of a tile.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="rowCount">1 to <see cref="PairTile.Rows"/>.</param>
    public static void Emit(X64Encoder code, int rowCount)
    {
        int sumCount = rowCount * Vectors;
        if (rowCount > 2)
            code.LoadAddress(X64Register.R10, new X64Address(X64Register.Rdi, X64Register.Rsi, 2));
        for (int sum = 0; sum < sumCount; sum++)
            code.LoadVector(sum, SumAddress(sum));
        code.Align(64);
        int loop = code.Position;
        EmitPair(code, rowCount);
        code.Add(X64Register.Rdi, PairBytes);
        if (rowCount > 2)
            code.Add(X64Register.R10, PairBytes);
        code.Add(X64Register.R8, sizeof(int));
        code.Decrement(X64Register.R9);
        code.JumpIfNotZero(loop);
        for (int sum = 0; sum < sumCount; sum++)
            code.StoreVector(SumAddress(sum), sum);
        code.ZeroUpper();
        code.Return();
    }

    private static void EmitPair(X64Encoder code, int rowCount)
    {
        code.LoadSigned(X64Register.Rax, new X64Address(X64Register.R8));
        for (int vector = 0; vector < Vectors; vector++)
            code.LoadVector(FirstLanes + vector, new X64Address(X64Register.Rdx, X64Register.Rax, PairBytes, vector * VectorBytes));
        for (int row = 0; row < rowCount; row++)
        {
            int x = FirstRow + (row % 2);
            code.BroadcastInt(x, RowAddress(row));
            for (int vector = 0; vector < Vectors; vector++)
                code.DotWords((row * Vectors) + vector, x, FirstLanes + vector);
        }
    }

    private static X64Address RowAddress(int row)
    {
        X64Register start = row < 2 ? X64Register.Rdi : X64Register.R10;
        return row % 2 == 0 ? new X64Address(start) : new X64Address(start, X64Register.Rsi);
    }

    private static X64Address SumAddress(int sum) => new(X64Register.Rcx, Displacement: sum * VectorBytes);

    private const int Vectors = PairTile.Lanes / 16;
    private const int VectorBytes = 64;
    private const int PairBytes = 4;
    private const int FirstLanes = 16;
    private const int FirstRow = 20;
}
