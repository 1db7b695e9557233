using System.Globalization;
using System.Numerics;

namespace OpenGradient.Zk.Circuits;

/// <summary>Binary32 numbers by their bits: the verifier has no floating point.</summary>
internal static class FloatBits
{
    private const int FractionBits = 23;
    private const int Bias = 127;

    /// <summary>The integer that an attribute <c>0x…</c> stands for; false if it is none.</summary>
    public static bool TryReadInteger(string? attribute, out BigInteger number)
    {
        number = 0;
        if (attribute is null || !attribute.StartsWith("0x", StringComparison.Ordinal)
            || !uint.TryParse(attribute.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out uint bits))
            return false;
        int exponent = (int)((bits >> FractionBits) & 0xFF);
        if (exponent is 0 or 0xFF)
            return (bits << 1) == 0; // zero; neither infinities nor tiny numbers
        BigInteger fraction = (bits & ((1u << FractionBits) - 1)) | (1u << FractionBits);
        int shift = exponent - Bias - FractionBits;
        number = shift >= 0 ? fraction << shift : fraction >> -shift;
        if (shift < 0 && number << -shift != fraction)
            return false;
        if (bits >> 31 == 1)
            number = -number;
        return true;
    }
}
