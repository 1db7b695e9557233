using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary><see cref="Sha256Code"/>, placed and called.</summary>
internal static unsafe class EmittedSha256
{
    /// <summary>K, and the order of bytes behind it, where the collector does not move them.</summary>
    private static readonly byte* Constants = PlaceConstants();

    private static readonly delegate* unmanaged[SuppressGCTransition]<uint*, byte*, nint, byte*, byte*, void>[] Codes = Place();

    /// <summary>Whether the processor has the instructions, the code may be run, and the system let it be placed.</summary>
    public static bool IsSupported => Codes.Length > 0;

    /// <summary>Takes whole blocks of 64 bytes into the eight words of <paramref name="state"/>.</summary>
    public static void Compress(Span<uint> state, ReadOnlySpan<byte> blocks) => Compress(state[..8], blocks, default);

    /// <summary>Takes as many blocks of one message into the first eight words of <paramref name="states"/> as of another into the next eight, in little more than half the time.</summary>
    public static void CompressBoth(Span<uint> states, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => Compress(states[..16], first, second[..first.Length]);

    private static void Compress(Span<uint> states, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        int whole = first.Length / Sha256Constants.BlockBytes;

        // SAFETY: there are blocks, or the code would count down from none; it reads that many of each message that has words here. The collector waits for it: a call is 1 µs or two.
        fixed (uint* words = states)
        fixed (byte* source = first)
        fixed (byte* other = second)
        {
            for (int done = 0; done < whole; done += CallBlocks)
            {
                nint offset = done * Sha256Constants.BlockBytes;
                Codes[(states.Length / 8) - 1](words, source + offset, Math.Min(CallBlocks, whole - done), Constants, other + offset);
            }
        }
    }

    private static byte* PlaceConstants()
    {
        byte* memory = (byte*)NativeMemory.Alloc(Sha256Code.OrderOffset + 16);
        MemoryMarshal.AsBytes(Sha256Constants.Rounds).CopyTo(new Span<byte>(memory, Sha256Code.OrderOffset));
        for (int place = 0; place < 16; place++)
            memory[Sha256Code.OrderOffset + place] = (byte)(place ^ 3);
        return memory;
    }

    private static delegate* unmanaged[SuppressGCTransition]<uint*, byte*, nint, byte*, byte*, void>[] Place()
    {
        if (!EmittedCode.IsSha256Allowed)
            return [];
        var code = new X64Encoder();
        Sha256Code.Emit(code, messageCount: 1);
        code.Align(64);
        int both = code.Position;
        Sha256Code.Emit(code, messageCount: 2);
        nint memory = ExecutableMemory.TryPlace(code.ToArray());
        if (memory == 0)
            return [];
        return
        [
            (delegate* unmanaged[SuppressGCTransition]<uint*, byte*, nint, byte*, byte*, void>)memory,
            (delegate* unmanaged[SuppressGCTransition]<uint*, byte*, nint, byte*, byte*, void>)(memory + both),
        ];
    }

    private const int CallBlocks = 32;
}
