using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>The panels of an encoding.</summary>
internal sealed class EncodedPanels<TEncoding>(int blockElements, int blockBytes, WeightBlockReaders.Reader read) : StoredPanels
    where TEncoding : struct, IPanelEncoding
{
    private readonly int _parts = blockElements / WeightBlock.ElementCount;

    /// <inheritdoc/>
    public override bool HasOffsets => TEncoding.HasOffsets;

    /// <inheritdoc/>
    public override void Multiply(
        ReadOnlySpan<byte> weights, int rowBytes, int outputCount, int firstBlock, int blockCount, scoped in BlockRows x, Span<float> panel, Span<float> sums)
    {
        ReadOnlySpan<byte> stored = weights[(firstBlock / _parts * blockBytes)..];
        if (outputCount == PanelBlock.OutputCount && PanelTurning.IsSupported)
            UnpackVectors(stored, rowBytes, blockCount, panel);
        else
            UnpackScalar(stored, rowBytes, outputCount, blockCount, panel);
        Multiply(ref MemoryMarshal.GetReference(panel), blockCount, in x, firstBlock, ref MemoryMarshal.GetReference(sums));
    }

    /// <summary>The definition of a panel: every number where <see cref="PanelBlock"/> says.</summary>
    internal void UnpackScalar(ReadOnlySpan<byte> stored, int rowBytes, int outputCount, int blockCount, Span<float> panel)
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(panel);
        Span<sbyte> buffer = stackalloc sbyte[WeightBlock.ElementCount];
        for (int output = 0; output < outputCount; output++)
        {
            for (int index = 0; index < blockCount; index++)
            {
                var block = new WeightBlock(buffer);
                read(stored.Slice((output * rowBytes) + (index / _parts * blockBytes), blockBytes), index % _parts, ref block);
                Span<byte> weights = bytes.Slice(index * PanelBlock.ByteCount, 512);
                for (int i = 0; i < WeightBlock.ElementCount; i++)
                    weights[(i / 4 * 64) + (output * 4) + (i % 4)] = (byte)(block.Weights[i] + TEncoding.Zero);
                PanelBlock.WriteScales(in block, ref panel[index * (PanelBlock.ByteCount / sizeof(float))], output);
            }
        }
    }

    /// <summary>The same, for sixteen outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void UnpackVectors(ReadOnlySpan<byte> stored, int rowBytes, int blockCount, Span<float> panel)
    {
        ref byte rows = ref MemoryMarshal.GetReference(stored);
        ref float block = ref MemoryMarshal.GetReference(panel);
        for (int index = 0; index < blockCount; index += _parts)
        {
            for (int output = 0; output < PanelBlock.OutputCount; output++)
                TEncoding.WriteScales(in Unsafe.Add(ref rows, output * rowBytes), ref block, output);
            for (int part = 0; part < _parts; part++)
            {
                PanelTurning.Turn<TEncoding>(in rows, (nuint)rowBytes, part, ref PanelBlock.Weights(ref block, 0));
                block = ref Unsafe.Add(ref block, PanelBlock.ByteCount / sizeof(float));
            }

            rows = ref Unsafe.Add(ref rows, blockBytes);
        }
    }

    private static void Multiply(ref float panel, int blockCount, scoped in BlockRows x, int firstBlock, ref float sums)
    {
        // 512-bit products of bytes have no instruction in .NET; two of 256 bits where the processor has AVX-VNNI are faster than four of 512 bits.
        LaneWidth width = LaneDispatch.ActiveWidth;
        if (width == LaneWidth.Bits512 && !AvxVnni.IsSupported)
            PanelDot<Lanes512, TEncoding>.Run(ref panel, blockCount, in x, firstBlock, ref sums);
        else if (width >= LaneWidth.Bits256)
            PanelDot<Lanes256x2, TEncoding>.Run(ref panel, blockCount, in x, firstBlock, ref sums);
        else
            PanelDot<Lanes128x4, TEncoding>.Run(ref panel, blockCount, in x, firstBlock, ref sums);
    }
}
