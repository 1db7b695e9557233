using System.Globalization;
using System.Text;

namespace OpenGradient.Models.Templates;

/// <summary>Writes a time as <c>strftime</c> of C does in the C locale.</summary>
internal static class TemplateTime
{
    /// <summary>The time in a format.</summary>
    public static MarkedText Format(DateTimeOffset time, string source)
    {
        StringBuilder text = new();
        for (int i = 0; i < source.Length; i++)
        {
            if (source[i] == '%' && i + 1 < source.Length)
                text.Append(Field(time, source, ref i));
            else
                text.Append(source[i]);
        }

        return MarkedText.FromTemplate(text.ToString());
    }

    /// <summary>One field; <c>%-d</c> is without the leading zero or blank.</summary>
    private static string Field(DateTimeOffset time, string source, ref int index)
    {
        bool isBare = source[index + 1] == '-' && index + 2 < source.Length;
        index += isBare ? 2 : 1;
        char name = source[index];
        string field = Composed(name) is { } parts ? Format(time, parts).Text
            : FormatOf(name) is { } format ? time.ToString(format, CultureInfo.InvariantCulture)
            : Counted(time, name) ?? throw TemplateError.Unsupported($"The time field '%{name}' is not supported.");
        return isBare && field.Length > 1 ? field[..^1].TrimStart('0', ' ') + field[^1] : field;
    }

    private static string? Composed(char name) => name switch
    {
        'c' => "%a %b %e %H:%M:%S %Y",
        'D' or 'x' => "%m/%d/%y",
        'F' => "%Y-%m-%d",
        'R' => "%H:%M",
        'r' => "%I:%M:%S %p",
        'T' or 'X' => "%H:%M:%S",
        _ => null,
    };

    private static string? FormatOf(char name) => name switch
    {
        'Y' => "yyyy",
        'y' => "yy",
        'm' => "MM",
        'd' => "dd",
        'B' => "MMMM",
        'b' or 'h' => "MMM",
        'A' => "dddd",
        'a' => "ddd",
        'H' => "HH",
        'I' => "hh",
        'M' => "mm",
        'S' => "ss",
        'p' => "tt",
        'f' => "ffffff",
        _ => null,
    };

    private static string? Counted(DateTimeOffset time, char name)
    {
        string Digits(int number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
        int weekday = (int)time.DayOfWeek;
        return name switch
        {
            '%' => "%",
            'n' => "\n",
            't' => "\t",
            'z' or 'Z' => "", // a time of no zone, as the library tells it
            'e' => Digits(time.Day, "0").PadLeft(2),
            'k' => Digits(time.Hour, "0").PadLeft(2),
            'l' => Digits(((time.Hour + 11) % 12) + 1, "0").PadLeft(2),
            'j' => Digits(time.DayOfYear, "000"),
            'u' => Digits(weekday == 0 ? 7 : weekday, "0"),
            'w' => Digits(weekday, "0"),
            'U' => Digits((time.DayOfYear + 6 - weekday) / 7, "00"),
            'W' => Digits((time.DayOfYear + 6 - ((weekday + 6) % 7)) / 7, "00"),
            'V' => Digits(ISOWeek.GetWeekOfYear(time.DateTime), "00"),
            'G' => Digits(ISOWeek.GetYear(time.DateTime), "0000"),
            'g' => Digits(ISOWeek.GetYear(time.DateTime) % 100, "00"),
            'C' => Digits(time.Year / 100, "00"),
            _ => null,
        };
    }
}
