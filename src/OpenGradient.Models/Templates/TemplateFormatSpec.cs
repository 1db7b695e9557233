using System.Globalization;
using System.Numerics;
using System.Text;

namespace OpenGradient.Models.Templates;

/// <summary>How a value is written into a format: <c>[[fill]align][sign][#][0][width][grouping][.precision][type]</c>.</summary>
/// <param name="Fill">What a short text is filled up with.</param>
/// <param name="Align"><c>&lt;</c>, <c>&gt;</c> or <c>^</c>; <c>=</c> fills between a sign and the digits; <c>\0</c> as is usual for the value.</param>
/// <param name="Sign">What stands before a positive number: <c>+</c> or a blank; <c>\0</c> for nothing.</param>
/// <param name="Width">The least length.</param>
/// <param name="Grouping">What parts the thousands: a comma or an underscore; <c>\0</c> for nothing.</param>
/// <param name="Precision">Digits behind the point, or the most letters of a text; below 0 where it is not given.</param>
/// <param name="Kind">The type's letter; <c>\0</c> where it is not given.</param>
/// <param name="IsAlternate">Whether prefixes such as <c>0x</c> are written, and a point behind which nothing is.</param>
internal sealed record TemplateFormatSpec(int Fill, char Align, char Sign, int Width, char Grouping, int Precision, char Kind, bool IsAlternate)
{
    private const int WidthLimit = 1 << 16;

    /// <summary>What is behind the colon of a field in braces.</summary>
    public static TemplateFormatSpec Parse(string source)
    {
        List<int> codes = TemplateCasing.Codes(source);
        int index = 0;
        (int fill, char align) = (' ', '\0');
        if (codes.Count > 1 && IsAlign(codes[1]))
            (fill, align, index) = (codes[0], (char)codes[1], 2);
        else if (codes.Count > 0 && IsAlign(codes[0]))
            (align, index) = ((char)codes[0], 1);
        bool hasFill = index == 2;
        char Peek() => index < codes.Count && codes[index] < 128 ? (char)codes[index] : '\0';
        char sign = Peek() is '+' or '-' or ' ' ? (char)codes[index++] : '\0';
        if (Peek() == 'z')
            throw TemplateError.Unsupported("'z' in a format is not supported.");
        bool isAlternate = Peek() == '#' && index++ >= 0;
        if (Peek() == '0' && !hasFill)
        {
            fill = '0'; // before numbers it stands behind the sign, unless they are aligned
            index++;
        }

        int width = Number(codes, ref index) ?? 0;
        char grouping = Peek() is ',' or '_' ? (char)codes[index++] : '\0';
        int precision = -1;
        if (Peek() == '.')
        {
            index++;
            precision = Number(codes, ref index) ?? throw TemplateError.Runtime("A form of a format has a point and no precision.");
        }

        char kind = index < codes.Count ? codes[index] < 128 ? (char)codes[index++] : '?' : '\0';
        if (index < codes.Count)
            throw TemplateError.Runtime($"The form '{source}' of a format is none.");
        return new TemplateFormatSpec(fill, align, sign, width, grouping, precision, kind, isAlternate);
    }

    /// <summary>A width or precision that is not too large.</summary>
    public static int Bounded(long number) => number <= WidthLimit ? (int)number : throw TemplateError.TooLarge($"The widths of a format are at most {WidthLimit}.");

    /// <summary>A value in this form.</summary>
    public MarkedText Apply(object value)
    {
        switch (value)
        {
            case MarkedText text:
                return Text(text);
            case bool flag when Kind == '\0' && Precision < 0:
                return WriteWhole(flag ? 1 : 0, 'd', 0);
            case double real:
                return Real(real);
            case TemplateUndefined or TemplateNone or List<object> or TemplateMap or TemplateObject:
                throw TemplateError.Runtime($"{TemplateValues.Describe(value)} takes no form in a format.");
        }

        TemplateNumbers.TryWhole(value, out BigInteger whole);
        if (Kind is 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or '%')
            return Real(TemplateNumbers.ToReal(whole));
        if (Precision >= 0)
            throw TemplateError.Runtime("An integer has no precision in a format.");
        if (Kind == 'n' && Grouping != '\0')
            throw TemplateError.Runtime("The type 'n' of a format takes no grouping.");
        return Kind == 'c'
            ? Padded("", Letter(whole), '<')
            : WriteWhole(whole, Kind is '\0' or 'n' ? 'd' : Kind, 0);
    }

    /// <summary>An integer in a base, with at least so many digits.</summary>
    public MarkedText WriteWhole(BigInteger number, char kind, int leastDigits)
    {
        (int radix, string prefix) = kind switch
        {
            'd' => (10, ""),
            'b' => (2, "0b"),
            'o' => (8, "0o"),
            'x' => (16, "0x"),
            'X' => (16, "0X"),
            _ => throw TemplateError.Runtime($"The type '{kind}' of a format is none of integers."),
        };
        if (Grouping == ',' && kind != 'd')
            throw TemplateError.Runtime("Commas part the digits of decimal numbers only.");
        string digits = Digits(BigInteger.Abs(number), radix).PadLeft(leastDigits, '0');
        if (kind == 'X')
            digits = digits.ToUpperInvariant();
        return Number(number.Sign < 0, IsAlternate ? prefix : "", digits, "", kind == 'd' ? 3 : 4);
    }

    private static bool IsAlign(int letter) => letter is '<' or '>' or '^' or '=';

    private static int? Number(List<int> codes, ref int index)
    {
        int? number = null;
        for (; index < codes.Count && codes[index] is >= '0' and <= '9'; index++)
            number = Bounded(((number ?? 0) * 10L) + (codes[index] - '0'));
        return number;
    }

    private static string Digits(BigInteger number, int radix)
    {
        if (radix == 10)
            return number.ToString(CultureInfo.InvariantCulture);
        StringBuilder digits = new();
        for (; !number.IsZero; number /= radix)
            digits.Insert(0, "0123456789abcdef"[(int)(number % radix)]);
        return digits.Length == 0 ? "0" : digits.ToString();
    }

    private MarkedText Text(MarkedText text)
    {
        if (Kind is not ('\0' or 's') || Sign != '\0' || IsAlternate || Grouping != '\0' || Align == '=')
            throw TemplateError.Runtime("A string takes no such form in a format.");
        if (Precision >= 0 && Precision < text.Count)
            text = text.Points(0, Precision);
        return Padded("", text, '<');
    }

    private MarkedText Real(double number)
    {
        if (Kind is not ('\0' or 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or 'n' or '%'))
            throw TemplateError.Runtime($"The type '{Kind}' of a format is none of floating-point numbers.");
        bool isNegative = double.IsNegative(number) && !double.IsNaN(number);
        double size = Kind == '%' ? double.Abs(number) * 100 : double.Abs(number);
        if (Kind == 'n' && Grouping != '\0')
            throw TemplateError.Runtime("The type 'n' of a format takes no grouping.");
        string text = double.IsFinite(size) ? Finite(size) : double.IsNaN(size) ? "nan" : "inf";
        if (Kind is 'E' or 'F' or 'G')
            text = text.ToUpperInvariant();
        int end = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        end = end < 0 ? text.Length : end;
        return Number(isNegative, "", text[..end], text[end..] + (Kind == '%' ? "%" : ""), 3);
    }

    private string Finite(double number)
    {
        int precision = Precision < 0 ? 6 : Precision;
        switch (Kind)
        {
            case 'e' or 'E':
                (string digits, int exponent) = TemplateReals.Significant(number, precision + 1);
                return WithPoint(TemplateReals.Scientific(digits, exponent, 'e'));
            case 'f' or 'F' or '%':
                string whole = TemplateReals.Round(number, precision).ToString(CultureInfo.InvariantCulture).PadLeft(precision + 1, '0');
                return precision > 0 ? $"{whole[..^precision]}.{whole[^precision..]}" : whole + (IsAlternate ? "." : "");
            default:
                return General(number, precision);
        }
    }

    /// <summary>Plain or with an exponent, whichever is shorter; without a type at least one digit stays behind the point.</summary>
    private string General(double number, int precision)
    {
        bool hasType = Kind != '\0';
        if (!hasType && Precision < 0)
            return IsAlternate ? WithPoint(TemplateReals.Print(number)) : TemplateReals.Print(number);
        int count = Math.Max(1, precision);
        (string digits, int exponent) = TemplateReals.Significant(number, count);
        if (!IsAlternate)
            digits = digits.TrimEnd('0') is { Length: > 0 } kept ? kept : "0";
        // Without a type, one digit must have a place behind the point.
        return exponent < -4 || exponent >= (hasType ? count : count - 1)
            ? WithPoint(TemplateReals.Scientific(digits, exponent, 'e'))
            : WithPoint(TemplateReals.Plain(digits, exponent, hasType ? 0 : 1));
    }

    private string WithPoint(string text) => !IsAlternate || text.Contains('.', StringComparison.Ordinal) ? text
        : text.IndexOf('e', StringComparison.Ordinal) is var at and >= 0 ? text.Insert(at, ".") : text + ".";

    /// <summary>A sign, a prefix, digits in groups, and the rest, filled up.</summary>
    private MarkedText Number(bool isNegative, string prefix, string digits, string rest, int groupSize)
    {
        string sign = isNegative ? "-" : Sign is '+' or ' ' ? Sign.ToString() : "";
        if (Grouping != '\0')
        {
            // Zeros that fill up are grouped, too.
            int least = Fill == '0' && Align is '=' or '\0' ? Width - sign.Length - prefix.Length - rest.Length : 0;
            digits = Grouped(digits, groupSize, least);
        }

        return Padded(sign + prefix, MarkedText.FromInput(digits + rest), '>');
    }

    private string Grouped(string digits, int size, int least)
    {
        StringBuilder grouped = new();
        int count = 0;
        for (int i = digits.Length - 1; i >= 0 || grouped.Length < least; i--, count++)
        {
            if (count > 0 && count % size == 0)
                grouped.Insert(0, Grouping);
            grouped.Insert(0, i >= 0 ? digits[i] : '0');
        }

        return grouped.ToString();
    }

    private MarkedText Letter(BigInteger code) => code >= 0 && code <= 0x10FFFF && Sign == '\0' && Grouping == '\0' && !IsAlternate
        ? MarkedText.FromInput(TemplateCasing.Append(new(), (int)code).ToString())
        : throw TemplateError.Runtime("The type 'c' of a format needs the number of a letter.");

    private MarkedText Padded(string head, MarkedText text, char usual)
    {
        char align = Align != '\0' ? Align : usual == '>' && Fill == '0' ? '=' : usual;
        int missing = Math.Max(0, Width - head.Length - text.Count);
        MarkedText first = MarkedText.FromInput(head);
        string fill = TemplateCasing.Append(new(), Fill).ToString();
        MarkedText Filler(int count) => MarkedText.FromTemplate(string.Concat(Enumerable.Repeat(fill, count)));
        return align switch
        {
            '<' => MarkedText.Concat(first, text, Filler(missing)),
            '^' => MarkedText.Concat(Filler(missing / 2), first, text, Filler(missing - (missing / 2))),
            '=' => MarkedText.Concat(first, Filler(missing), text),
            _ => MarkedText.Concat(Filler(missing), first, text),
        };
    }
}
