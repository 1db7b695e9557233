namespace OpenGradient.Kernels;

/// <summary>SHA-256 of whole blocks by the processor's own instructions, of which .NET 10 has no intrinsics: the same as <see cref="Sha256Block"/>, block after block.</summary>
/// <remarks>
/// Computes: the eight words at rdi take in rdx blocks of 64 bytes from rsi on; rcx points to K and behind it to the order of bytes that turns words round. Of two
/// messages at once the second has its words behind those of the first, and its blocks from r8 on: two rounds take four cycles, but another two may begin meanwhile.
/// Source: FIPS 180-4 §6.2.2; the manual's pages of SHA256RNDS2, SHA256MSG1 and SHA256MSG2, which hold the words as a b e f and c d g h, highest first.
/// </remarks>
internal static class Sha256Code
{
    /// <summary>Behind the 64 words of K: bytes 3 2 1 0, 7 6 5 4, …</summary>
    public const int OrderOffset = 64 * sizeof(uint);

    /// <summary>The words of one message's state.</summary>
    public const int StateBytes = 8 * sizeof(uint);

    private const int Message = 0; // the one register that SHA256RNDS2 reads unnamed
    private const int MessageRegisters = 6; // of each message: its state in two, sixteen words of its schedule in four
    private const int Spare = 13;
    private const int Order = 14;

    /// <summary>Appends the code for one message, or for two.</summary>
    public static void Emit(X64Encoder code, int messageCount)
    {
        // The upper halves of the vectors are cleared, or each instruction of this old form would carry them along.
        code.ZeroUpper();
        code.Load(Order, new X64Address(X64Register.Rcx, Displacement: OrderOffset));
        if (messageCount == 2)
            code.LoadAddress(SecondBlocks, new X64Address(X64Register.R8));
        for (int message = 0; message < messageCount; message++)
            EmitTake(code, message);
        int loop = code.Position;
        for (int message = 0; message < messageCount; message++)
        {
            code.Store(StateAddress(message), Abef(message));
            code.Store(StateAddress(message, 16), Cdgh(message));
        }

        for (int four = 0; four < 16; four++)
        {
            for (int message = 0; message < messageCount; message++)
                EmitFourRounds(code, message, four);
        }

        for (int message = 0; message < messageCount; message++)
            EmitAdd(code, message);
        code.Add(X64Register.Rsi, Sha256Constants.BlockBytes);
        if (messageCount == 2)
            code.Add(SecondBlocks, Sha256Constants.BlockBytes);
        code.Decrement(X64Register.Rdx);
        code.JumpIfNotZero(loop);
        for (int message = 0; message < messageCount; message++)
            EmitGive(code, message);
        code.Return();
    }

    /// <summary>d c b a, h g f e (highest first, as they lie in memory) to a b e f, c d g h.</summary>
    private static void EmitTake(X64Encoder code, int message)
    {
        (int abef, int cdgh) = (Abef(message), Cdgh(message));
        code.Load(Spare, StateAddress(message));
        code.Load(cdgh, StateAddress(message, 16));
        code.ShuffleInts(Spare, Spare, 0b10_11_00_01); // c d a b
        code.ShuffleInts(cdgh, cdgh, 0b00_01_10_11); // e f g h
        code.Move(abef, Spare);
        code.AlignRight(abef, cdgh, 8);
        code.BlendWords(cdgh, Spare, 0xF0);
    }

    private static void EmitFourRounds(X64Encoder code, int message, int four)
    {
        int current = Words(message, four);
        if (four < 4)
        {
            code.Load(current, new X64Address(message == 0 ? X64Register.Rsi : SecondBlocks, Displacement: 16 * four));
            code.ShuffleBytes(current, Order);
        }
        else
            EmitSchedule(code, message, four);
        code.Load(Message, new X64Address(X64Register.Rcx, Displacement: 16 * four));
        code.AddInts(Message, current);
        code.Sha256Rounds(Cdgh(message), Abef(message));
        code.ShuffleInts(Message, Message, 0b00_00_11_10);
        code.Sha256Rounds(Abef(message), Cdgh(message));
    }

    /// <summary>w[t] = σ1(w[t-2]) + w[t-7] + σ0(w[t-15]) + w[t-16] for four t, in the place of the oldest four.</summary>
    private static void EmitSchedule(X64Encoder code, int message, int four)
    {
        int oldest = Words(message, four);
        int newest = Words(message, four + 3);
        code.Sha256Message1(oldest, Words(message, four + 1));
        code.Move(Spare, newest);
        code.AlignRight(Spare, Words(message, four + 2), 4);
        code.AddInts(oldest, Spare);
        code.Sha256Message2(oldest, newest);
    }

    /// <summary>What the state was before the block is added to it.</summary>
    private static void EmitAdd(X64Encoder code, int message)
    {
        code.Load(Spare, StateAddress(message));
        code.AddInts(Abef(message), Spare);
        code.Load(Spare, StateAddress(message, 16));
        code.AddInts(Cdgh(message), Spare);
    }

    private static void EmitGive(X64Encoder code, int message)
    {
        (int abef, int cdgh) = (Abef(message), Cdgh(message));
        code.ShuffleInts(Spare, abef, 0b00_01_10_11); // f e b a
        code.ShuffleInts(cdgh, cdgh, 0b10_11_00_01); // d c h g
        code.Move(abef, Spare);
        code.BlendWords(abef, cdgh, 0xF0); // d c b a
        code.AlignRight(cdgh, Spare, 8); // h g f e
        code.Store(StateAddress(message), abef);
        code.Store(StateAddress(message, 16), cdgh);
    }

    private static int Abef(int message) => 1 + (message * MessageRegisters);

    private static int Cdgh(int message) => 2 + (message * MessageRegisters);

    private static int Words(int message, int four) => 3 + (message * MessageRegisters) + (four % 4);

    private static X64Address StateAddress(int message, int offset = 0) => new(X64Register.Rdi, Displacement: (message * StateBytes) + offset);

    private const X64Register SecondBlocks = X64Register.Rax;
}
