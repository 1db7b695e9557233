using System.Runtime.CompilerServices;
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
        int done = 0;
        for (; Vector256.IsHardwareAccelerated && done + Stretch <= words.Length; done += Stretch)
        {
            ReadOnlySpan<uint> stretch = words.Slice(done, Stretch);
            if (HasNaN(stretch) && HasOther(stretch))
                return true;
        }

        return HasOther(words[done..]);
    }

    /// <summary>Whether one of <see cref="Stretch"/> elements is a NaN: their greatest magnitude tells.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool HasNaN(ReadOnlySpan<uint> stretch)
    {
        ref uint first = ref MemoryMarshal.GetReference(stretch);
        Vector256<uint> greatest = Vector256<uint>.Zero;
        for (nuint i = 0; i < Stretch; i += 8)
            greatest = Vector256.Max(greatest, Vector256.LoadUnsafe(ref first, i) & Vector256.Create(0x7FFFFFFFu));
        return Vector256.GreaterThanAny(greatest, Vector256.Create(0x7F800000u));
    }

    private static bool HasOther(ReadOnlySpan<uint> words)
    {
        foreach (uint bits in words)
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

    private const int Stretch = 128;
}
