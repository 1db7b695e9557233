namespace OpenGradient.Kernels;

/// <summary>SHA-256 of whole blocks by the processor's own instructions, of which .NET 10 has no intrinsics: the same as <see cref="Sha256Block"/>, block after block.</summary>
/// <remarks>
/// Computes: the eight words at rdi take in rdx blocks of 64 bytes from rsi on; rcx points to K and behind it to the order of bytes that turns words round.
/// Source: FIPS 180-4 §6.2.2; the manual's pages of SHA256RNDS2, SHA256MSG1 and SHA256MSG2, which hold the words as a b e f and c d g h, highest first.
/// </remarks>
internal static class Sha256Code
{
    /// <summary>Behind the 64 words of K: bytes 3 2 1 0, 7 6 5 4, …</summary>
    public const int OrderOffset = 64 * sizeof(uint);

    private const int Message = 0; // the one register that SHA256RNDS2 reads unnamed
    private const int Abef = 1;
    private const int Cdgh = 2;
    private const int Words = 3; // to 6: sixteen words of the schedule
    private const int Spare = 7;
    private const int Order = 8;
    private const int AbefBefore = 9;
    private const int CdghBefore = 10;

    public static void Emit(X64Encoder code)
    {
        // The upper halves of the vectors are cleared, or each instruction of this old form would carry them along.
        code.ZeroUpper();
        code.Load(Order, new X64Address(X64Register.Rcx, Displacement: OrderOffset));
        EmitTake(code);
        int loop = code.Position;
        code.Move(AbefBefore, Abef);
        code.Move(CdghBefore, Cdgh);
        for (int four = 0; four < 16; four++)
            EmitFourRounds(code, four);
        code.AddInts(Abef, AbefBefore);
        code.AddInts(Cdgh, CdghBefore);
        code.Add(X64Register.Rsi, Sha256Constants.BlockBytes);
        code.Decrement(X64Register.Rdx);
        code.JumpIfNotZero(loop);
        EmitGive(code);
        code.Return();
    }

    /// <summary>d c b a, h g f e (highest first, as they lie in memory) to a b e f, c d g h.</summary>
    private static void EmitTake(X64Encoder code)
    {
        code.Load(Spare, new X64Address(X64Register.Rdi));
        code.Load(Cdgh, new X64Address(X64Register.Rdi, Displacement: 16));
        code.ShuffleInts(Spare, Spare, 0b10_11_00_01); // c d a b
        code.ShuffleInts(Cdgh, Cdgh, 0b00_01_10_11); // e f g h
        code.Move(Abef, Spare);
        code.AlignRight(Abef, Cdgh, 8);
        code.BlendWords(Cdgh, Spare, 0xF0);
    }

    private static void EmitFourRounds(X64Encoder code, int four)
    {
        int current = Words + (four % 4);
        if (four < 4)
        {
            code.Load(current, new X64Address(X64Register.Rsi, Displacement: 16 * four));
            code.ShuffleBytes(current, Order);
        }
        else
            EmitSchedule(code, four);
        code.Load(Message, new X64Address(X64Register.Rcx, Displacement: 16 * four));
        code.AddInts(Message, current);
        code.Sha256Rounds(Cdgh, Abef);
        code.ShuffleInts(Message, Message, 0b00_00_11_10);
        code.Sha256Rounds(Abef, Cdgh);
    }

    /// <summary>w[t] = σ1(w[t-2]) + w[t-7] + σ0(w[t-15]) + w[t-16] for four t, in the place of the oldest four.</summary>
    private static void EmitSchedule(X64Encoder code, int four)
    {
        int oldest = Words + (four % 4);
        int newest = Words + ((four + 3) % 4);
        code.Sha256Message1(oldest, Words + ((four + 1) % 4));
        code.Move(Spare, newest);
        code.AlignRight(Spare, Words + ((four + 2) % 4), 4);
        code.AddInts(oldest, Spare);
        code.Sha256Message2(oldest, newest);
    }

    private static void EmitGive(X64Encoder code)
    {
        code.ShuffleInts(Spare, Abef, 0b00_01_10_11); // f e b a
        code.ShuffleInts(Cdgh, Cdgh, 0b10_11_00_01); // d c h g
        code.Move(Abef, Spare);
        code.BlendWords(Abef, Cdgh, 0xF0); // d c b a
        code.AlignRight(Cdgh, Spare, 8); // h g f e
        code.Store(new X64Address(X64Register.Rdi), Abef);
        code.Store(new X64Address(X64Register.Rdi, Displacement: 16), Cdgh);
    }
}
