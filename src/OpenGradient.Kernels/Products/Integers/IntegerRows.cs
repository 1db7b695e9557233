using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>Rows of an integer product as u8: where they lie if they can stay there, else in a copy.</summary>
internal static class IntegerRows
{
    /// <summary>Whether rows [rows, depth] are u8 in whole fours, and not so far apart that they fight for the same places of the first-level cache.</summary>
    public static bool CanStay(bool isSigned, int depth) => !isSigned && depth % 4 == 0 && depth % CrowdedStep != 0;

    /// <summary>From one row of a copy to the next.</summary>
    public static int CopyStep(int depth)
    {
        int step = (depth + 63) / 64 * 64;
        return step % CrowdedStep == 0 ? step + 64 : step;
    }

    /// <summary>Copies rows; what follows their end is undefined.</summary>
    public static void Copy(IntegerOperand rows, int rowCount, int depth, Span<byte> target)
    {
        int step = CopyStep(depth);
        for (int row = 0; row < rowCount; row++)
            Flip(rows.Bytes.Slice(row * depth, depth), rows.UnsignedFlip, target.Slice(row * step, depth));
    }

    private static void Flip(ReadOnlySpan<byte> x, byte flip, Span<byte> y)
    {
        int i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            ref byte source = ref MemoryMarshal.GetReference(x);
            ref byte target = ref MemoryMarshal.GetReference(y);
            for (; i + 32 <= x.Length; i += 32)
                (Vector256.LoadUnsafe(ref source, (nuint)i) ^ Vector256.Create(flip)).StoreUnsafe(ref target, (nuint)i);
        }

        for (; i < x.Length; i++)
            y[i] = (byte)(x[i] ^ flip);
    }

    private const int CrowdedStep = 2048;
}
