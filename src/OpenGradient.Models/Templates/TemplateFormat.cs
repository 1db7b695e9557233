namespace OpenGradient.Models.Templates;

/// <summary>Values put into a text: Python's <c>str.format</c>.</summary>
/// <remarks><c>{}</c>, <c>{0}</c> and <c>{name}</c>, with members <c>.a</c> and <c>[b]</c>, a conversion behind <c>!</c> and a form behind a colon, in which fields may stand again.</remarks>
internal sealed class TemplateFormat
{
    private const int DepthLimit = 2;

    private readonly IReadOnlyList<object> _positional;
    private readonly Func<string, object?> _named;
    private readonly bool _isSafe;
    private int _next;

    private TemplateFormat(IReadOnlyList<object> positional, Func<string, object?> named, bool isSafe)
    {
        _positional = positional;
        _named = named;
        _isSafe = isSafe;
    }

    /// <summary>The method <c>format</c>.</summary>
    public static object Format(MarkedText text, TemplateCall call) =>
        new TemplateFormat(call.Positional, name => call.Named.GetValueOrDefault(name), text.IsSafe).Fill(text, DepthLimit);

    /// <summary>The method <c>format_map</c>.</summary>
    public static object FormatMap(MarkedText text, TemplateCall call)
    {
        object given = call.Bind(1, "/map")[0]!;
        return new TemplateFormat([], name => (given as TemplateMap)?.Find(name), text.IsSafe).Fill(text, DepthLimit);
    }

    private MarkedText Fill(MarkedText text, int depth)
    {
        if (depth == 0)
            throw TemplateError.Runtime("The fields of a format nest too deep.");
        List<MarkedText> parts = [];
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char letter = text.Text[i];
            if (letter is not ('{' or '}'))
                continue;
            parts.Add(text.Slice(start, i - start).As(false));
            if (i + 1 < text.Length && text.Text[i + 1] == letter)
            {
                parts.Add(text.Slice(i++, 1).As(false));
            }
            else
            {
                int end = letter == '{' ? EndOfField(text.Text, i + 1) : -1;
                if (end < 0)
                    throw TemplateError.Runtime("A brace of a format is alone.");
                parts.Add(Field(text.Slice(i + 1, end - i - 1), depth));
                i = end;
            }

            start = i + 1;
            TemplateSplitting.Check(parts.Count / 2);
        }

        parts.Add(text.Slice(start, text.Length - start).As(false));
        return MarkedText.Concat(parts).As(text.IsSafe);
    }

    private static int EndOfField(string text, int start)
    {
        int depth = 1;
        bool isInBrackets = false;
        for (int i = start; i < text.Length; i++)
        {
            isInBrackets = text[i] switch { '[' => true, ']' => false, _ => isInBrackets };
            if (isInBrackets)
                continue;
            depth += text[i] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0)
                return i;
        }

        return -1;
    }

    private MarkedText Field(MarkedText field, int depth)
    {
        (int nameEnd, int colon) = EndOfName(field.Text);
        object value = Value(field.Text[..nameEnd]);
        if (nameEnd < colon)
            value = Convert(value, field.Text[(nameEnd + 1)..colon]);
        MarkedText form = colon < field.Length ? Fill(field.Slice(colon + 1, field.Length - colon - 1), depth - 1) : MarkedText.Empty;
        MarkedText text = form.Length == 0 ? TemplateValues.ToSoftText(value) : TemplateFormatSpec.Parse(form.Text).Apply(value);
        return _isSafe ? TemplateHtml.Escape(text).As(false) : text.As(false);
    }

    /// <summary>Where the name ends, and where the colon is behind a conversion; the field's end where there is none.</summary>
    private static (int NameEnd, int Colon) EndOfName(string field)
    {
        bool isInBrackets = false;
        int end = 0;
        for (; end < field.Length && (isInBrackets || field[end] is not ('!' or ':')); end++)
            isInBrackets = field[end] switch { '[' => true, ']' => false, _ => isInBrackets };
        if (end == field.Length || field[end] == ':')
            return (end, end);
        int colon = field.IndexOf(':', end);
        return (end, colon < 0 ? field.Length : colon);
    }

    private static MarkedText Convert(object value, string conversion) => conversion switch
    {
        "s" => TemplateValues.ToText(value),
        "r" => MarkedText.FromInput(TemplateRepr.Write(value)),
        "a" => MarkedText.FromInput(TemplateRepr.Write(value, isAscii: true)),
        _ => throw TemplateError.Runtime($"The conversion '!{conversion}' of a format is none."),
    };

    private object Value(string name)
    {
        int end = name.AsSpan().IndexOfAny('.', '[');
        string first = end < 0 ? name : name[..end];
        object value = First(first);
        for (int i = end; i >= 0 && i < name.Length;)
        {
            if (name[i] == '[')
            {
                int close = name.IndexOf(']', i);
                string key = close > i + 1 ? name[(i + 1)..close] : throw TemplateError.Runtime("A field of a format has an empty or open bracket.");
                value = TemplateOperators.Index(value, IsIndex(key) ? long.Parse(key, System.Globalization.CultureInfo.InvariantCulture) : MarkedText.FromTemplate(key));
                i = close + 1;
                if (i < name.Length && name[i] is not ('.' or '['))
                    throw TemplateError.Runtime("Only '.' or '[' may follow ']' in a field of a format.");
                continue;
            }

            int next = name.AsSpan(i + 1).IndexOfAny('.', '[');
            string member = next < 0 ? name[(i + 1)..] : name.Substring(i + 1, next);
            value = member.Length > 0 ? TemplateMembers.Get(value, member) : throw TemplateError.Runtime("A member of a format has no name.");
            i += member.Length + 1;
        }

        return value;
    }

    private object First(string name)
    {
        if (name.Length > 0 && !IsIndex(name))
            return _named(name) ?? throw TemplateError.Runtime($"The field '{name}' of a format has no value.");
        if (name.Length == 0 ? _next < 0 : _next > 0)
            throw TemplateError.Runtime("A format numbers its fields itself or leaves that to the order, not both.");
        int index = name.Length == 0 ? _next++ : int.Parse(name, System.Globalization.CultureInfo.InvariantCulture);
        if (name.Length > 0)
            _next = -1;
        return index < _positional.Count ? _positional[index] : throw TemplateError.Runtime("A format has more fields than there are values.");
    }

    private static bool IsIndex(string name) => name.Length is > 0 and < 9 && name.All(char.IsAsciiDigit);
}
