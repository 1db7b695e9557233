using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;
using OpenGradient.Models.Gguf;

namespace OpenGradient.Models.Synthetic;

/// <summary>Random weights in stored blocks.</summary>
/// <remarks>Random bits are SplitMix64's (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). The scales of a block are not random: they give rows their variance.</remarks>
internal sealed class RandomBlocks(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Fills whole blocks of a tensor.</summary>
    public void Fill(GgufTensor tensor, Span<byte> bytes)
    {
        float deviation = 1f / MathF.Sqrt(tensor.Shape[^1]);
        switch (tensor.Type)
        {
            case GgufTensorType.F32 when tensor.Shape.Length == 1:
                MemoryMarshal.Cast<byte, float>(bytes).Fill(1f);
                break;
            case GgufTensorType.F32:
                foreach (ref float element in MemoryMarshal.Cast<byte, float>(bytes))
                    element = Uniform() * deviation;
                break;
            case GgufTensorType.F16:
                foreach (ref Half element in MemoryMarshal.Cast<byte, Half>(bytes))
                    element = (Half)(Uniform() * deviation);
                break;
            default:
                FillBits(bytes);
                for (int block = 0; block < bytes.Length; block += tensor.Type.BlockBytes())
                    Scale(tensor.Type, bytes[block..], deviation);
                break;
        }
    }

    /// <summary>Overwrites a block's scales.</summary>
    private static void Scale(GgufTensorType type, Span<byte> block, float deviation)
    {
        switch (type)
        {
            case GgufTensorType.Q8_0: // -128 … 127
                BinaryPrimitives.WriteHalfLittleEndian(block, (Half)(deviation / 73.9f));
                break;
            case GgufTensorType.Q4_0: // -8 … 7, whose mean is not 0 unless every other block is turned round
                BinaryPrimitives.WriteHalfLittleEndian(block, (Half)(deviation / (block[2] % 2 == 0 ? 4.61f : -4.61f)));
                break;
            case GgufTensorType.Q4_K: // 0 … 15, all eight scales and offsets 32: d · 32 · q - e · 32
                BinaryPrimitives.WriteHalfLittleEndian(block, (Half)(deviation / (32 * 4.61f)));
                BinaryPrimitives.WriteHalfLittleEndian(block[2..], (Half)(deviation * 7.5f / (32 * 4.61f)));
                block.Slice(4, 8).Fill(0b10_100000);
                block.Slice(12, 4).Clear();
                break;
            default:
                throw new UnreachableException($"{type}");
        }
    }

    /// <summary>Of mean 0 and variance 1.</summary>
    private float Uniform() => ((NextBits() >> 40) * (1f / (1 << 23)) * 1.7320508f) - 1.7320508f;

    private void FillBits(Span<byte> bytes)
    {
        Span<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ref ulong word in words)
            word = NextBits();
        for (int i = words.Length * sizeof(ulong); i < bytes.Length; i++)
            bytes[i] = unchecked((byte)NextBits());
    }

    private ulong NextBits()
    {
        unchecked
        {
            ulong z = _state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    /// <summary>A good size of a piece to fill at once.</summary>
    public const int BufferBytes = 1 << 20;
}
