using System.Globalization;
using System.Text;

namespace OpenGradient.Models.Templates;

/// <summary>Writes a time as <c>strftime</c> of C does in the C locale.</summary>
internal static class TemplateTime
{
    /// <summary>The time in the format that is the only argument.</summary>
    public static object Format(DateTimeOffset time, IReadOnlyList<object> arguments)
    {
        if (arguments is not [MarkedText format])
            throw TemplateError.Runtime("'strftime_now' takes one format.");
        StringBuilder text = new();
        string source = format.Text;
        for (int i = 0; i < source.Length; i++)
        {
            if (source[i] == '%' && i + 1 < source.Length)
                text.Append(Field(time, source, ref i));
            else
                text.Append(source[i]);
        }

        return MarkedText.FromTemplate(text.ToString());
    }

    /// <summary>One field; <c>%-d</c> is without the leading zero.</summary>
    private static string Field(DateTimeOffset time, string source, ref int index)
    {
        bool isBare = source[index + 1] == '-' && index + 2 < source.Length;
        index += isBare ? 2 : 1;
        char name = source[index];
        string field = name switch
        {
            '%' => "%",
            'j' => time.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
            _ when FormatOf(name) is { } format => time.ToString(format, CultureInfo.InvariantCulture),
            _ => throw TemplateError.Unsupported($"The time field '%{name}' is not supported."),
        };
        return isBare && field.Length > 1 ? field.TrimStart('0') : field;
    }

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
        'F' => "yyyy-MM-dd",
        'T' => "HH:mm:ss",
        _ => null,
    };
}
