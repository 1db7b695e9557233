using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary><see cref="Sha256Code"/>, placed and called.</summary>
internal static unsafe class EmittedSha256
{
    /// <summary>K, and the order of bytes behind it, where the collector does not move them.</summary>
    private static readonly byte* Constants = PlaceConstants();

    private static readonly delegate* unmanaged[SuppressGCTransition]<uint*, byte*, nint, byte*, void> Code = Place();

    /// <summary>Whether the processor has the instructions, the code may be run, and the system let it be placed.</summary>
    public static bool IsSupported => Code != null;

    /// <summary>Takes whole blocks of 64 bytes into the eight words of <paramref name="state"/>.</summary>
    public static void Compress(Span<uint> state, ReadOnlySpan<byte> blocks)
    {
        for (; blocks.Length >= Sha256Constants.BlockBytes; blocks = blocks[Math.Min(blocks.Length, CallBytes)..])
        {
            int blockCount = Math.Min(blocks.Length, CallBytes) / Sha256Constants.BlockBytes;

            // SAFETY: there is a block, or the code would count down from none; the slices are as long as it reads and writes. The collector waits for it: a call is 1 µs at most.
            fixed (uint* words = state[..8])
            fixed (byte* source = blocks[..(blockCount * Sha256Constants.BlockBytes)])
                Code(words, source, blockCount, Constants);
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

    private static delegate* unmanaged[SuppressGCTransition]<uint*, byte*, nint, byte*, void> Place()
    {
        if (!EmittedCode.IsSha256Allowed)
            return null;
        var code = new X64Encoder();
        Sha256Code.Emit(code);
        return (delegate* unmanaged[SuppressGCTransition]<uint*, byte*, nint, byte*, void>)ExecutableMemory.TryPlace(code.ToArray());
    }

    private const int CallBytes = 32 * Sha256Constants.BlockBytes;
}
