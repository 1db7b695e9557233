using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>Bits of single elements in the one form that exec-1 has.</summary>
internal static class ElementBits
{
    /// <summary>A binary32 number as a word, NaN in the one form.</summary>
    public static ulong Of(float number) => BitConverter.SingleToUInt32Bits(CanonicalNaN.Of(number));

    /// <summary>The binary32 number in a word.</summary>
    public static float Float(ulong word) => BitConverter.UInt32BitsToSingle((uint)word);

    /// <summary>Brings the bytes of one element to the form in which steps see it: spec/exec-1, sections 2 and 3.</summary>
    public static void Canonicalize(ElementType type, Span<byte> element)
    {
        if (type == ElementType.Float32)
            CanonicalNaN.Copy(element).CopyTo(element);
        else if (type == ElementType.Bool)
            element[0] = element[0] == 0 ? (byte)0 : (byte)1;
    }
}
