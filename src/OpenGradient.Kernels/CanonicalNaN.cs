using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>The one NaN of exec-1: 0x7FC00000. Hardware disagrees about the sign and payload of the NaNs it makes.</summary>
internal static class CanonicalNaN
{
    /// <summary>The bits of the NaN that leaves every operator.</summary>
    public const uint Bits = 0x7FC00000;

    /// <summary>The number itself, or the one NaN.</summary>
    public static float Of(float x) => float.IsNaN(x) ? BitConverter.UInt32BitsToSingle(Bits) : x;

    /// <summary>The number itself, or the one NaN, lane by lane.</summary>
    public static TLanes Of<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.SelectEqual(x, x, x, TLanes.CreateBits(Bits));

    /// <summary>Whether the binary32 elements hold a NaN of another form.</summary>
    public static bool IsNeeded(ReadOnlySpan<byte> elements)
    {
        ReadOnlySpan<uint> words = MemoryMarshal.Cast<byte, uint>(elements);
        ref uint first = ref MemoryMarshal.GetReference(words);
        int done = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<uint> magnitude = Vector256.Create(0x7FFFFFFFu);
            Vector256<int> infinity = Vector256.Create(0x7F800000);
            Vector256<uint> one = Vector256.Create(Bits);
            for (; done + Vector256<uint>.Count <= words.Length; done += Vector256<uint>.Count)
            {
                Vector256<uint> bits = Vector256.LoadUnsafe(ref first, (nuint)done);
                Vector256<uint> isNaN = Vector256.GreaterThan((bits & magnitude).AsInt32(), infinity).AsUInt32();
                if ((isNaN & ~Vector256.Equals(bits, one)) != Vector256<uint>.Zero)
                    return true;
            }
        }

        foreach (uint bits in words[done..])
        {
            if (IsOther(bits))
                return true;
        }

        return false;
    }

    /// <summary>A copy of the binary32 elements with every NaN in the one form.</summary>
    public static byte[] Copy(ReadOnlySpan<byte> elements)
    {
        byte[] copy = elements.ToArray();
        foreach (ref uint bits in MemoryMarshal.Cast<byte, uint>(copy.AsSpan()))
        {
            if (IsOther(bits))
                bits = Bits;
        }

        return copy;
    }

    private static bool IsOther(uint bits) => (bits & 0x7FFFFFFF) > 0x7F800000 && bits != Bits;
}
