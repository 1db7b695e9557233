using System.Globalization;

namespace OpenGradient.Models.Templates;

/// <summary>How a value is written into a format: <c>[[fill]align][sign][0][width][,][.precision][type]</c>.</summary>
/// <param name="Fill">What a short text is filled up with.</param>
/// <param name="Align"><c>&lt;</c>, <c>&gt;</c> or <c>^</c>; <c>=</c> fills between a sign and the digits; <c>\0</c> as is usual for the value.</param>
/// <param name="Sign">What stands before a positive number: <c>+</c> or a blank; <c>\0</c> for nothing.</param>
/// <param name="Width">The least length.</param>
/// <param name="IsGrouped">Whether thousands are parted by commas.</param>
/// <param name="Precision">Digits behind the point, or the most letters of a text; below 0 where it is not given.</param>
/// <param name="Kind">The type's letter; <c>\0</c> where it is not given.</param>
internal sealed record TemplateFormatSpec(char Fill, char Align, char Sign, int Width, bool IsGrouped, int Precision, char Kind)
{
    private const int WidthLimit = 1 << 10;
    private const int PrecisionLimit = 50;

    /// <summary>What is behind a <c>%</c>, the type included.</summary>
    public static TemplateFormatSpec ParsePercent(string source)
    {
        int flags = source.AsSpan().IndexOfAnyExcept("-+ 0");
        string given = source[..flags];
        char align = given.Contains('-', StringComparison.Ordinal) ? '<' : given.Contains('0', StringComparison.Ordinal) ? '=' : '>';
        char sign = given.Contains('+', StringComparison.Ordinal) ? '+' : given.Contains(' ', StringComparison.Ordinal) ? ' ' : '\0';
        return ParseRest(source, flags, new TemplateFormatSpec(align == '=' ? '0' : ' ', align, sign, 0, false, -1, '\0'));
    }

    /// <summary>What is behind the colon of a field in braces.</summary>
    public static TemplateFormatSpec ParseField(string source)
    {
        int index = 0;
        (char fill, char align, char sign) = (' ', '\0', '\0');
        if (source.Length > 1 && IsAlign(source[1]))
            (fill, align, index) = (source[0], source[1], 2);
        else if (source.Length > 0 && IsAlign(source[0]))
            (align, index) = (source[0], 1);
        if (index < source.Length && source[index] is '+' or '-' or ' ')
            sign = source[index++];
        if (align == '\0' && index < source.Length && source[index] == '0')
            (fill, align) = ('0', '=');
        return ParseRest(source, index, new TemplateFormatSpec(fill, align, sign == '-' ? '\0' : sign, 0, false, -1, '\0'));
    }

    /// <summary>A value in this form.</summary>
    public MarkedText Apply(object value)
    {
        MarkedText text = Write(value);
        char align = Align != '\0' ? Align : value is MarkedText ? '<' : '>';
        int missing = Math.Max(0, Width - text.LetterCount);
        int signs = align == '=' && text.Text is ['-' or '+' or ' ', ..] ? 1 : 0;
        int before = align switch { '<' => 0, '^' => missing / 2, _ => missing };
        return MarkedText.Concat(text.Slice(0, signs), Filler(before), text.Slice(signs, text.Length - signs), Filler(missing - before));
    }

    private static bool IsAlign(char letter) => letter is '<' or '>' or '^' or '=';

    private static TemplateFormatSpec ParseRest(string source, int index, TemplateFormatSpec spec)
    {
        int width = Number(source, ref index);
        bool isGrouped = index < source.Length && source[index] == ',';
        index += isGrouped ? 1 : 0;
        int precision = -1;
        if (index < source.Length && source[index] == '.')
        {
            index++;
            precision = Number(source, ref index);
        }

        char kind = index < source.Length ? source[index++] : '\0';
        if (index < source.Length || width > WidthLimit || precision > PrecisionLimit)
            throw TemplateError.Unsupported($"The form '{source}' is not supported.");
        return spec with { Width = width, IsGrouped = isGrouped, Precision = precision, Kind = kind };
    }

    private static int Number(string source, ref int index)
    {
        int number = 0;
        for (; index < source.Length && char.IsAsciiDigit(source[index]); index++)
            number = Math.Min(WidthLimit + 1, (number * 10) + (source[index] - '0'));
        return number;
    }

    private MarkedText Write(object value) => Kind switch
    {
        's' => Cut(TemplateValues.ToText(value)),
        'r' => Cut(MarkedText.FromInput(TemplateRepr.Write(value))),
        'd' or 'i' or 'u' => Whole(value, static number => number.ToString(CultureInfo.InvariantCulture)),
        'x' => Whole(value, static number => number.ToString("x", CultureInfo.InvariantCulture)),
        'X' => Whole(value, static number => number.ToString("X", CultureInfo.InvariantCulture)),
        'f' or 'F' => Signed(TemplateValues.TryNumber(value, out double real) ? Fixed(real) : throw Unfit(value)),
        '%' => Signed(TemplateValues.TryNumber(value, out double part) ? Fixed(part * 100) + "%" : throw Unfit(value)),
        '\0' when value is MarkedText text => Cut(text),
        '\0' when Precision < 0 && value is long => Whole(value, static number => number.ToString(CultureInfo.InvariantCulture)),
        '\0' when Precision < 0 && !IsGrouped => Signed(TemplateValues.ToText(value).Text),
        _ => throw TemplateError.Unsupported($"The type '{Kind}' of a format is not supported for {TemplateValues.Describe(value)}."),
    };

    private string Fixed(double number) => number.ToString((IsGrouped ? "N" : "F") + (Precision < 0 ? 6 : Precision).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private MarkedText Whole(object value, Func<Int128, string> write)
    {
        Int128 number = value is double real && double.Abs(real) < 1e18 ? (long)real : TemplateOperators.Integer(value);
        string digits = IsGrouped ? number.ToString("N0", CultureInfo.InvariantCulture) : (number < 0 ? "-" : "") + write(Int128.Abs(number));
        return Signed(digits);
    }

    private MarkedText Signed(string number) => MarkedText.FromInput(Sign != '\0' && number is not ['-', ..] ? Sign + number : number);

    private MarkedText Cut(MarkedText text) => Precision >= 0 && Precision < text.LetterCount ? text.Letters(0, Precision) : text;

    private MarkedText Filler(int count) => MarkedText.FromTemplate(new string(Fill, count));

    private static Exception Unfit(object value) => TemplateError.Runtime($"{TemplateValues.Describe(value)} stands where a number must.");
}
