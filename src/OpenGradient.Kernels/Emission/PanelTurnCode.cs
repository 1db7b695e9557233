namespace OpenGradient.Kernels;

/// <summary>The machine code that lays stored blocks of sixteen rows out as <see cref="PanelBlock"/>s: what <see cref="EncodedPanels{TEncoding}"/> does in C#.</summary>
/// <remarks>
/// For encodings whose blocks are a binary16 factor and 32 weights of 8 or 4 bits. Registers (System V ABI): rdi the blocks of the first row, rsi bytes from row to row,
/// rdx how many blocks, at least 1, rcx panel, r8 bytes that are asked for ahead. All that it changes is the caller's to save; it calls nothing and uses no stack.
/// Rows go into quarters of vectors as they are loaded, so that two rounds of unpacking, instead of three, turn them.
/// </remarks>
internal static class PanelTurnCode
{
    /// <summary>Appends the code.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="weights">What a block's weights are.</param>
    public static void Emit(X64Encoder code, StoredWeights weights)
    {
        int blockBytes = BlockBytes(weights);
        code.LoadInt(X64Register.Rax, weights == StoredWeights.Bytes ? unchecked((int)0x80808080) : 0x0F0F0F0F);
        code.BroadcastRegister(Pattern, X64Register.Rax);
        code.LoadAddress(X64Register.R9, new(X64Register.Rsi, X64Register.Rsi, 2));
        code.LoadAddress(X64Register.R10, new(X64Register.Rsi, X64Register.Rsi, 4));
        code.LoadAddress(X64Register.R11, new(X64Register.R9, X64Register.Rsi, 4));
        code.LoadAddress(X64Register.Rax, new(X64Register.Rdi, X64Register.Rsi, 8, FactorBytes));
        code.Add(X64Register.Rdi, FactorBytes);
        code.Align(64);
        int loop = code.Position;
        EmitWeights(code, weights);
        EmitFactors(code);
        for (int line = 0; line < PanelBlock.OutputCount * blockBytes; line += 64)
            code.Prefetch(X64Register.R8, line);
        code.Add(X64Register.Rdi, blockBytes);
        code.Add(X64Register.Rax, blockBytes);
        code.Add(X64Register.Rcx, PanelBlock.ByteCount);
        code.Add(X64Register.R8, PanelBlock.OutputCount * blockBytes);
        code.Decrement(X64Register.Rdx);
        code.JumpIfNotZero(loop);
        code.ZeroUpper();
        code.Return();
    }

    /// <summary>Bytes of a stored block.</summary>
    public static int BlockBytes(StoredWeights weights) => FactorBytes + (weights == StoredWeights.Bytes ? WeightBlock.ElementCount : WeightBlock.ElementCount / 2);

    private static void EmitWeights(X64Encoder code, StoredWeights weights)
    {
        EmitLoads(code, offset: 0);
        if (weights == StoredWeights.Bytes)
        {
            EmitTurning(code, half: 0);
            EmitLoads(code, offset: 16);
            EmitTurning(code, half: 1);
            return;
        }

        // The low halves of sixteen bytes are weights 0 to 15, the high ones weights 16 to 31.
        for (int rows = 0; rows < 4; rows++)
        {
            code.ShiftRight(Later + rows, Loaded + rows, 4);
            code.And(Loaded + rows, Loaded + rows, Pattern);
        }

        EmitTurning(code, half: 0, isShifted: false);
        for (int rows = 0; rows < 4; rows++)
            code.And(Loaded + rows, Later + rows, Pattern);
        EmitTurning(code, half: 1, isShifted: false);
    }

    /// <summary>Sixteen bytes of every row: rows r, r + 4, r + 8 and r + 12 side by side.</summary>
    private static void EmitLoads(X64Encoder code, int offset)
    {
        for (int rows = 0; rows < 4; rows++)
        {
            code.LoadQuarter(Loaded + rows, Row(rows, offset));
            for (int quarter = 1; quarter < 4; quarter++)
                code.InsertQuarter(Loaded + rows, Loaded + rows, Row(rows + (4 * quarter), offset), quarter);
        }
    }

    /// <summary>Four rows by four groups of weights within each quarter become four groups of all rows.</summary>
    private static void EmitTurning(X64Encoder code, int half, bool isShifted = true)
    {
        code.InterleaveLow(Pairs, Loaded, Loaded + 1);
        code.InterleaveHigh(Pairs + 1, Loaded, Loaded + 1);
        code.InterleaveLow(Pairs + 2, Loaded + 2, Loaded + 3);
        code.InterleaveHigh(Pairs + 3, Loaded + 2, Loaded + 3);
        code.JoinLow(Loaded, Pairs, Pairs + 2);
        code.JoinHigh(Loaded + 1, Pairs, Pairs + 2);
        code.JoinLow(Loaded + 2, Pairs + 1, Pairs + 3);
        code.JoinHigh(Loaded + 3, Pairs + 1, Pairs + 3);
        for (int group = 0; group < 4; group++)
        {
            if (isShifted)
                code.Xor(Loaded + group, Loaded + group, Pattern);
            code.StoreVector(new(X64Register.Rcx, Displacement: ((4 * half) + group) * 64), Loaded + group);
        }
    }

    private static void EmitFactors(X64Encoder code)
    {
        code.Clear(Halves);
        code.Clear(LaterHalves);
        for (int row = 0; row < 8; row++)
        {
            code.InsertWord(Halves, Halves, Row(row, -FactorBytes), row);
            code.InsertWord(LaterHalves, LaterHalves, Row(row + 8, -FactorBytes), row);
        }

        code.JoinQuarters(Halves, Halves, LaterHalves);
        code.ConvertHalves(Halves, Halves);
        code.StoreVector(new(X64Register.Rcx, Displacement: PanelBlock.Factor * sizeof(float)), Halves);
    }

    /// <summary>Row r = odd · 2^k lies an odd multiple of the step, which a register holds, times a scale from row 0; the other odd rows so from row 8.</summary>
    private static X64Address Row(int row, int offset)
    {
        if (row == 0)
            return new(X64Register.Rdi, Displacement: offset);
        if (row > 8 && row % 2 == 1)
            return new(X64Register.Rax, Multiple(row - 8), 1, offset);
        int scale = row & -row;
        return new(X64Register.Rdi, Multiple(row / scale), scale, offset);
    }

    /// <summary>The register that holds 1, 3, 5 or 7 times the step.</summary>
    private static X64Register Multiple(int odd) => odd switch
    {
        1 => X64Register.Rsi,
        3 => X64Register.R9,
        5 => X64Register.R10,
        _ => X64Register.R11,
    };

    private const int FactorBytes = 2;
    private const int Loaded = 0;
    private const int Pairs = 4;
    private const int Later = 8;
    private const int Halves = 16;
    private const int LaterHalves = 17;
    private const int Pattern = 31;
}
