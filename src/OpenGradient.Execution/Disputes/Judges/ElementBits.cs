using OpenGradient.Kernels;

namespace OpenGradient.Execution.Disputes;

/// <summary>Bits of single elements in the one form that exec-1 has.</summary>
internal static class ElementBits
{
    /// <summary>A binary32 number as a word, NaN in the one form.</summary>
    public static ulong Of(float number) => BitConverter.SingleToUInt32Bits(CanonicalNaN.Of(number));

    /// <summary>The binary32 number in a word.</summary>
    public static float Float(ulong word) => BitConverter.UInt32BitsToSingle((uint)word);
}
