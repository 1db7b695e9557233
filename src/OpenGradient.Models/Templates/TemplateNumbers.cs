using System.Globalization;

namespace OpenGradient.Models.Templates;

/// <summary>Numbers made of values, and rounded.</summary>
internal static class TemplateNumbers
{
    private const int DigitLimit = 15;

    /// <summary>As Python's <c>int</c>, of text in a base; what is no number becomes <paramref name="otherwise"/>.</summary>
    public static object ToInteger(object value, object otherwise, object radix) => value switch
    {
        MarkedText text when TryRead(text.Text.Trim(), TemplateOperators.Integer(radix), out long integer) => integer,
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
            "common" => value is double ? double.Round(number, (int)digits) : value,
            "ceil" => double.Ceiling(number * scale) / scale,
            "floor" => double.Floor(number * scale) / scale,
            _ => throw TemplateError.Runtime("Rounding is 'common', 'ceil' or 'floor'."),
        };
    }

    private static bool TryRead(string text, long radix, out long integer)
    {
        (int digitsAt, NumberStyles style) = radix switch
        {
            16 => (text is ['0', 'x' or 'X', ..] ? 2 : 0, NumberStyles.AllowHexSpecifier),
            2 => (text is ['0', 'b' or 'B', ..] ? 2 : 0, NumberStyles.AllowBinarySpecifier),
            10 => (0, NumberStyles.AllowLeadingSign),
            _ => throw TemplateError.Unsupported("Numbers are read in base 2, 10 or 16."),
        };
        return long.TryParse(text.AsSpan(digitsAt), style, CultureInfo.InvariantCulture, out integer);
    }

    private static bool TryReal(MarkedText text, out double real) => double.TryParse(text.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out real);

    private static object Whole(double number) => double.Abs(number) < 1e18 ? (long)number : throw TemplateError.Runtime("A number does not fit 64 bits.");
}
