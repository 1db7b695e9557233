using System.Globalization;
using System.Numerics;
using System.Text;

namespace OpenGradient.Models.Templates;

/// <summary>Numbers: integers of any size up to a bound, and floating-point ones; read, converted and rounded exactly as Python does.</summary>
internal static class TemplateNumbers
{
    /// <summary>The most bits of an integer: as many as Python writes in its 4300 digits.</summary>
    public const int BitLimit = 14_280;

    /// <summary>The value of an integer or a boolean; false for all else.</summary>
    public static bool TryWhole(object value, out BigInteger number)
    {
        number = value switch
        {
            long integer => integer,
            BigInteger large => large,
            bool flag => flag ? 1 : 0,
            double real when double.IsInteger(real) => new BigInteger(real),
            _ => default,
        };
        return value is long or BigInteger or bool || (value is double whole && double.IsInteger(whole));
    }

    /// <summary>An integer as a value.</summary>
    public static object FromWhole(BigInteger number) => number >= long.MinValue && number <= long.MaxValue ? (object)(long)number
        : number.GetBitLength() <= BitLimit ? number : throw TemplateError.TooLarge($"A number has more than {BitLimit} bits.");

    /// <summary>The nearest floating-point number; too large a one is an error, as in Python.</summary>
    public static double ToReal(BigInteger number)
    {
        double real = double.Parse(number.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return double.IsFinite(real) ? real : throw TemplateError.Runtime("A number is too large for a floating-point one.");
    }

    /// <summary>The floating-point number nearest to a quotient.</summary>
    public static double Divide(BigInteger left, BigInteger right)
    {
        const int digits = 66;
        int shift = (int)(digits - left.GetBitLength() + right.GetBitLength());
        BigInteger numerator = shift > 0 ? left << shift : left;
        BigInteger quotient = BigInteger.DivRem(BigInteger.Abs(numerator), BigInteger.Abs(shift < 0 ? right << -shift : right), out BigInteger rest);
        // The last bit says whether anything is behind it; more bits than are rounded away.
        quotient = rest.IsZero ? quotient : quotient | 1;
        double real = double.ScaleB(ToReal(quotient), -shift);
        return (left.Sign < 0) != (right.Sign < 0) ? -real : real;
    }

    /// <summary>The filter <c>int</c>: what is no number becomes <paramref name="otherwise"/>.</summary>
    public static object ToInteger(object value, object otherwise, object radix)
    {
        if (value is MarkedText text)
        {
            return TryRead(text.Text, radix, out BigInteger number) ? FromWhole(number)
                : TryReal(text.Text, out double read) && double.IsFinite(read) ? FromWhole(new BigInteger(read)) : otherwise;
        }

        return value switch
        {
            double real => double.IsFinite(real) ? FromWhole(new BigInteger(real)) : double.IsNaN(real) ? otherwise : throw TemplateError.Runtime("What is infinite is no integer."),
            TemplateUndefined undefined => throw undefined.Error(),
            _ => TryWhole(value, out BigInteger whole) ? FromWhole(whole) : otherwise,
        };
    }

    /// <summary>The filter <c>float</c>: what is no number becomes <paramref name="otherwise"/>.</summary>
    public static object ToReal(object value, object otherwise) => value switch
    {
        MarkedText text => TryReal(text.Text, out double real) ? real : otherwise,
        double real => real,
        TemplateUndefined undefined => throw undefined.Error(),
        _ => TryWhole(value, out BigInteger whole) ? ToReal(whole) : otherwise,
    };

    /// <summary>The filter <c>round</c>: to so many digits behind the point, to the nearest, up or down.</summary>
    public static object Round(object value, object precision, object method)
    {
        if (!TryWhole(value, out BigInteger whole) && value is not double)
            throw TemplateError.Runtime($"{TemplateValues.Describe(value)} cannot be rounded.");
        return (method as MarkedText)?.Text switch
        {
            "common" => RoundToNearest(value, whole, precision),
            "ceil" or "floor" => RoundTo(value, precision, isUp: ((MarkedText)method).Text == "ceil"),
            _ => throw TemplateError.Runtime("Rounding is 'common', 'ceil' or 'floor'."),
        };
    }

    private static object RoundToNearest(object value, BigInteger whole, object precision)
    {
        int digits = Digits(precision);
        if (value is double real)
            return precision is TemplateNone ? FromWhole(TemplateReals.Round(Finite(real), 0)) : TemplateReals.RoundTo(real, digits);
        if (digits >= 0)
            return FromWhole(whole);
        BigInteger scale = BigInteger.Pow(10, -digits);
        return FromWhole(TemplateReals.RoundHalfEven(whole, scale) * scale);
    }

    private static object RoundTo(object value, object precision, bool isUp)
    {
        int digits = Digits(precision);
        object scale = digits >= 0 ? FromWhole(BigInteger.Pow(10, digits)) : ToReal(MarkedText.FromTemplate("1e" + digits.ToString(CultureInfo.InvariantCulture)), 0.0);
        object scaled = TemplateArithmetic.Calculate("*", value, scale);
        object rounded = scaled is double real ? FromWhole(new BigInteger(isUp ? double.Ceiling(Finite(real)) : double.Floor(Finite(real)))) : scaled;
        return TemplateArithmetic.Calculate("/", rounded, scale);
    }

    private static double Finite(double real) => double.IsFinite(real) ? real : throw TemplateError.Runtime("What is infinite or no number cannot be made an integer.");

    private static int Digits(object precision) => precision is TemplateNone ? 0 : TemplateOperators.Integer(precision) is var digits and >= -400 and <= 400
        ? (int)digits
        : throw TemplateError.TooLarge("Rounding takes -400 to 400 digits.");

    /// <summary>As Python's <c>int(text, base)</c>: blanks around, a sign, a prefix, underscores between digits.</summary>
    private static bool TryRead(string text, object given, out BigInteger number)
    {
        number = default;
        long radix = given is long or bool ? TemplateOperators.Integer(given) : -1;
        if (radix is not (0 or (>= 2 and <= 36)))
            return false;
        string digits = Trimmed(text);
        bool isNegative = digits.StartsWith('-');
        digits = digits is ['-' or '+', ..] ? digits[1..] : digits;
        int prefixed = digits is ['0', 'x' or 'X', ..] ? 16 : digits is ['0', 'o' or 'O', ..] ? 8 : digits is ['0', 'b' or 'B', ..] ? 2 : 0;
        bool hasPrefix = prefixed > 0 && (radix == 0 || radix == prefixed);
        if (hasPrefix)
            digits = digits[2] == '_' ? digits[3..] : digits[2..];
        int scale = radix != 0 ? (int)radix : hasPrefix ? prefixed : 10;
        if (radix == 0 && !hasPrefix && digits is ['0', _, ..] && digits.AsSpan().Trim("0_").Length > 0)
            return false;
        bool isRead = TryDigits(digits, scale, out number);
        number = isNegative ? -number : number;
        return isRead;
    }

    /// <summary>Digits in a base, with single underscores between.</summary>
    public static bool TryDigits(string digits, int radix, out BigInteger number)
    {
        number = default;
        if (digits.Length is 0 or > 4300 || digits[0] == '_' || digits[^1] == '_' || digits.Contains("__", StringComparison.Ordinal))
            return false;
        foreach (char letter in digits)
        {
            if (letter == '_')
                continue;
            int digit = char.IsAsciiLetter(letter) ? char.ToUpperInvariant(letter) - 'A' + 10 : char.IsAsciiDigit(letter) ? letter - '0' : radix;
            if (digit >= radix)
                return false;
            number = (number * radix) + digit;
        }

        return true;
    }

    /// <summary>As Python's <c>float(text)</c>.</summary>
    private static bool TryReal(string text, out double real)
    {
        string digits = Trimmed(text);
        string unsigned = digits is ['-' or '+', ..] ? digits[1..] : digits;
        double? named = unsigned.ToUpperInvariant() switch { "INF" or "INFINITY" => double.PositiveInfinity, "NAN" => double.NaN, _ => null };
        if (named is { } special)
        {
            real = digits[0] == '-' ? -special : special;
            return true;
        }

        real = 0;
        for (int i = 0; i < digits.Length; i++)
        {
            bool isBetween = i > 0 && i + 1 < digits.Length && char.IsAsciiDigit(digits[i - 1]) && char.IsAsciiDigit(digits[i + 1]);
            if (!(char.IsAsciiDigit(digits[i]) || digits[i] is '.' or 'e' or 'E' or '+' or '-' || (digits[i] == '_' && isBetween)))
                return false;
        }

        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(digits.Replace("_", "", StringComparison.Ordinal), style, CultureInfo.InvariantCulture, out real);
    }

    /// <summary>Without blanks around, and the digits of all scripts as those of ASCII.</summary>
    private static string Trimmed(string text)
    {
        StringBuilder digits = new(text.Length);
        foreach (int code in TemplateCasing.Codes(TemplateLetters.Strip(MarkedText.FromInput(text), null, atStart: true, atEnd: true).Text))
            TemplateCasing.Append(digits, code > 127 && TemplateCasing.IsDecimal(code) ? '0' + TemplateCasing.DigitOf(code) : code);
        return digits.ToString();
    }
}
