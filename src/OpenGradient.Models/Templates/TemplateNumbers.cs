using System.Globalization;

namespace OpenGradient.Models.Templates;

/// <summary>Numbers made of values, and rounded.</summary>
internal static class TemplateNumbers
{
    private const int DigitLimit = 15;
    private static readonly Int128 Beyond = (Int128)1 << 70; // of every integer here

    /// <summary>As Python's <c>int</c>, of text in a base; what is no number becomes <paramref name="otherwise"/>.</summary>
    public static object ToInteger(object value, object otherwise, object radix) => value switch
    {
        MarkedText text when TryRead(text.Text, TemplateOperators.Integer(radix), out long integer) => integer,
        MarkedText text => TryReal(text, out double real) ? Whole(real) : otherwise,
        double real => Whole(real),
        _ => TemplateValues.TryNumber(value, out _) ? TemplateOperators.Integer(value) : otherwise,
    };

    /// <summary>As Python's <c>float</c>; what is no number becomes <paramref name="otherwise"/>.</summary>
    public static object ToReal(object value, object otherwise) => value switch
    {
        MarkedText text => TryReal(text, out double real) ? real : otherwise,
        _ => TemplateValues.TryNumber(value, out double number) ? number : otherwise,
    };

    /// <summary>To so many digits behind the point: to the nearest, up or down. What is whole stays so.</summary>
    public static object Round(object value, object precision, object method)
    {
        if (!TemplateValues.TryNumber(value, out double number))
            throw TemplateError.Runtime($"{TemplateValues.Describe(value)} cannot be rounded.");
        long digits = TemplateOperators.Integer(precision);
        if (digits is < 0 or > DigitLimit)
            throw TemplateError.Unsupported($"Rounding takes 0 to {DigitLimit} digits.");
        double scale = 1;
        for (long digit = 0; digit < digits; digit++)
            scale *= 10;
        return (method as MarkedText)?.Text switch
        {
            "common" => value switch { double => double.Round(number, (int)digits), bool => TemplateOperators.Integer(value), _ => value },
            "ceil" => double.Ceiling(number * scale) / scale,
            "floor" => double.Floor(number * scale) / scale,
            _ => throw TemplateError.Runtime("Rounding is 'common', 'ceil' or 'floor'."),
        };
    }

    /// <summary>Which of two numbers comes first, exactly: an integer beyond 2^53 is not taken for the binary64 beside it.</summary>
    public static int Compare(object left, object right) => (left, right) switch
    {
        (double a, double b) => a.CompareTo(b),
        (double a, _) => -Compare(TemplateOperators.Integer(right), a),
        (_, double b) => Compare(TemplateOperators.Integer(left), b),
        _ => TemplateOperators.Integer(left).CompareTo(TemplateOperators.Integer(right)),
    };

    private static int Compare(long whole, double real)
    {
        if (double.IsNaN(real) || double.Abs(real) >= 9223372036854775808.0)
            return 0.0.CompareTo(real); // beyond all integers here
        long floor = (long)Math.Floor(real);
        return whole != floor ? whole.CompareTo(floor) : real > floor ? -1 : 0;
    }

    /// <summary>As Python reads integers: white space around, a sign, the base's mark, digits with single underscores between.</summary>
    private static bool TryRead(string text, long radix, out long integer)
    {
        integer = 0;
        if (radix is not (0 or (>= 2 and <= 36)))
            throw TemplateError.Runtime("Numbers are read in base 0 or 2 to 36.");
        ReadOnlySpan<char> digits = TemplateMethods.Strip(MarkedText.FromTemplate(text), letters: null, atStart: true, atEnd: true).Text;
        bool isNegative = digits is ['-', ..];
        digits = digits is ['-' or '+', ..] ? digits[1..] : digits;
        long marked = digits is ['0', _, ..] ? (char.ToLowerInvariant(digits[1]) switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => 0 }) : 0;
        if (marked != 0 && (radix == 0 || radix == marked))
        {
            digits = digits[2..] is ['_', ..] ? digits[3..] : digits[2..];
            radix = marked;
        }
        else if (radix == 0 && digits is ['0', ..] && digits.ContainsAnyExcept('0', '_'))
            return false;
        else if (radix == 0)
            radix = 10;
        Int128 number = 0;
        bool isAfterDigit = false;
        foreach (char letter in digits)
        {
            int digit = char.IsAsciiDigit(letter) ? letter - '0' : char.IsAsciiLetter(letter) ? char.ToLowerInvariant(letter) - 'a' + 10 : int.MaxValue;
            if (letter == '_' ? !isAfterDigit : digit >= radix)
                return false;
            isAfterDigit = letter != '_';
            number = isAfterDigit ? Int128.Min(Beyond, (number * radix) + digit) : number;
        }

        if (!isAfterDigit)
            return false;
        number = isNegative ? -number : number;
        integer = number >= long.MinValue && number <= long.MaxValue ? (long)number : throw TemplateError.Runtime("A number does not fit 64 bits.");
        return true;
    }

    private static bool TryReal(MarkedText text, out double real) => double.TryParse(text.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out real);

    private static object Whole(double number) => double.Abs(number) < 1e18 ? (long)number : throw TemplateError.Runtime("A number does not fit 64 bits.");
}
