using System.Globalization;
using System.Numerics;

namespace OpenGradient.Models.Templates;

/// <summary>Floating-point numbers in decimal digits, rounded exactly, halves to the even digit, as Python writes them.</summary>
internal static class TemplateReals
{
    /// <summary>The shortest digits that read back as the same number: Python's <c>repr</c>.</summary>
    public static string Print(double number)
    {
        if (!double.IsFinite(number))
            return double.IsNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
        (string digits, int exponent) = Shortest(double.Abs(number));
        string sign = double.IsNegative(number) ? "-" : "";
        return sign + (exponent is >= -4 and < 16 ? Plain(digits, exponent, leastPlaces: 1) : Scientific(digits, exponent, 'e'));
    }

    /// <summary>The shortest digits, without zeros behind, and the exponent of the first.</summary>
    public static (string Digits, int Exponent) Shortest(double number)
    {
        string shortest = number.ToString("R", CultureInfo.InvariantCulture);
        int end = shortest.IndexOf('E', StringComparison.Ordinal);
        string plain = end < 0 ? shortest : shortest[..end];
        string digits = plain.Replace(".", "", StringComparison.Ordinal).TrimStart('0').TrimEnd('0');
        int scale = end < 0 ? 0 : int.Parse(shortest.AsSpan(end + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return digits.Length == 0 ? ("0", 0) : (digits, scale + PlainExponent(plain));
    }

    /// <summary>Digits with a point among them, zeros before or behind where need be.</summary>
    public static string Plain(string digits, int exponent, int leastPlaces)
    {
        string all = exponent < 0 ? new string('0', -exponent) + digits : digits.PadRight(exponent + 1, '0');
        int point = Math.Max(exponent, 0) + 1;
        string places = all[point..].PadRight(leastPlaces, '0');
        return places.Length > 0 ? $"{all[..point]}.{places}" : all;
    }

    /// <summary>Digits with a point behind the first and an exponent of at least two digits.</summary>
    public static string Scientific(string digits, int exponent, char letter) =>
        $"{digits[..1]}{(digits.Length > 1 ? "." : "")}{digits[1..]}{letter}{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)}";

    /// <summary>A number times a power of ten as an integer: <paramref name="places"/> digits behind the point are kept.</summary>
    public static BigInteger Round(double number, int places)
    {
        (BigInteger numerator, BigInteger denominator) = Fraction(number);
        return places >= 0 ? RoundHalfEven(numerator * BigInteger.Pow(10, places), denominator) : RoundHalfEven(numerator, denominator * BigInteger.Pow(10, -places));
    }

    /// <summary>The number nearest to this with so many digits behind the point.</summary>
    public static double RoundTo(double number, int places)
    {
        // Beyond these, nothing changes, or nothing is left.
        if (!double.IsFinite(number) || number == 0 || places > 323)
            return number;
        if (places < -308)
            return double.CopySign(0, number);
        double rounded = double.Parse($"{Round(number, places)}e{-places}", CultureInfo.InvariantCulture);
        if (!double.IsFinite(rounded))
            throw TemplateError.Runtime("A rounded number is too large.");
        return double.CopySign(rounded, number);
    }

    /// <summary>So many digits of a number, rounded, and the exponent of the first.</summary>
    public static (string Digits, int Exponent) Significant(double number, int count)
    {
        if (number == 0)
            return (new string('0', count), 0);
        int exponent = Shortest(number).Exponent;
        string digits = Round(number, count - 1 - exponent).ToString(CultureInfo.InvariantCulture);
        return digits.Length > count ? (digits[..count], exponent + 1) : (digits, exponent);
    }

    /// <summary>A quotient as the nearest integer, the even one of two.</summary>
    public static BigInteger RoundHalfEven(BigInteger numerator, BigInteger denominator)
    {
        BigInteger quotient = BigInteger.DivRem(BigInteger.Abs(numerator), denominator, out BigInteger rest);
        int half = (rest * 2).CompareTo(denominator);
        if (half > 0 || (half == 0 && !quotient.IsEven))
            quotient++;
        return numerator.Sign < 0 ? -quotient : quotient;
    }

    private static (BigInteger Numerator, BigInteger Denominator) Fraction(double number)
    {
        long bits = BitConverter.DoubleToInt64Bits(number);
        int exponent = (int)((bits >> 52) & 0x7FF);
        BigInteger mantissa = (bits & ((1L << 52) - 1)) | (exponent == 0 ? 0 : 1L << 52);
        int scale = Math.Max(exponent, 1) - 1075;
        mantissa = bits < 0 ? -mantissa : mantissa;
        return scale >= 0 ? (mantissa << scale, BigInteger.One) : (mantissa, BigInteger.One << -scale);
    }

    private static int PlainExponent(string plain)
    {
        int point = plain.IndexOf('.', StringComparison.Ordinal);
        int first = plain.AsSpan().IndexOfAnyExcept("0.");
        point = point < 0 ? plain.Length : point;
        return first < point ? point - 1 - first : point - first;
    }
}
