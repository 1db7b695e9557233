using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>Columns of bytes in panels of sixteen lanes: element (k, lane) at panel lane/16, k/4, lane%16, k%4.</summary>
internal static class IntegerPanels
{
    /// <summary>How many bytes so many lanes take.</summary>
    public static int ByteCount(int laneCount, int depth) => checked((laneCount + 15) / 16 * QuadCount(depth) * QuadBytes);

    /// <summary>How many fours of k there are.</summary>
    public static int QuadCount(int depth) => (depth + 3) / 4;

    /// <summary>Lays a part of the columns [depth, …] out, rows <paramref name="step"/> apart, as i8 or u8 as is said; past the last k stands 0, past the last lane what was there.</summary>
    public static void Pack(ReadOnlySpan<byte> columns, int step, int depth, int laneCount, byte flip, Span<byte> panels)
    {
        int panelBytes = QuadCount(depth) * QuadBytes;
        for (int lane = 0; lane < laneCount; lane += 16)
        {
            int lanes = Math.Min(16, laneCount - lane);
            Span<byte> panel = panels.Slice(lane / 16 * panelBytes, panelBytes);
            int k = lanes == 16 && depth >= 4 && Sse2.IsSupported ? PackWhole(columns[lane..], step, depth / 4, flip, panel) : 0;
            for (; k < depth; k += 4)
                ByteQuads.Interleave(columns[((k * step) + lane)..], step, depth - k, flip, panel.Slice(16 * k, 4 * lanes));
        }
    }

    /// <summary>Whole fours of sixteen columns; returns how many k are done.</summary>
    private static int PackWhole(ReadOnlySpan<byte> columns, int step, int quadCount, byte flip, Span<byte> panel)
    {
        ref byte source = ref MemoryMarshal.GetReference(columns[..((((4 * quadCount) - 1) * step) + 16)]);
        ref byte target = ref MemoryMarshal.GetReference(panel[..(quadCount * QuadBytes)]);
        for (int quad = 0; quad < quadCount; quad++)
        {
            ByteQuads.Interleave16(ref source, (nuint)step, flip, ref target);
            source = ref Unsafe.Add(ref source, 4 * (nint)step);
            target = ref Unsafe.Add(ref target, QuadBytes);
        }

        return 4 * quadCount;
    }

    /// <summary>Four bytes for each of sixteen lanes.</summary>
    public const int QuadBytes = 64;
}
