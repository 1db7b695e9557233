using System.Numerics;

namespace OpenGradient.Models.Templates;

/// <summary>Values put into a text: Python's <c>text % values</c>, and the filter <c>format</c>.</summary>
internal sealed class TemplatePercents
{
    private readonly MarkedText _text;
    private readonly object _values;
    private readonly List<object> _inTurn;
    private int _next;
    private int _place;

    private TemplatePercents(MarkedText text, object values)
    {
        _text = text;
        _values = values;
        _inTurn = values is TemplateTuple tuple ? tuple : [values];
    }

    /// <summary><c>%s</c>, <c>%05.1f</c>, <c>%(name)s</c> and the like; <c>%%</c> is a percent sign.</summary>
    public static MarkedText Format(MarkedText text, object values) => new TemplatePercents(text, values).Fill();

    private MarkedText Fill()
    {
        List<MarkedText> parts = [];
        int start = 0;
        while ((_place = _text.Text.IndexOf('%', _place)) >= 0)
        {
            parts.Add(_text.Slice(start, _place - start).As(false));
            _place++;
            parts.Add(Field());
            start = _place;
            TemplateSplitting.Check(parts.Count / 2);
        }

        // What is left over is an error, unless it could be a mapping.
        if (_next < _inTurn.Count && (_values is MarkedText or TemplateTuple || _values is not (TemplateMap or List<object> or TemplateRange or TemplateUndefined)))
            throw TemplateError.Runtime("A format has fewer places than there are values.");
        parts.Add(_text.Slice(start, _text.Length - start).As(false));
        return MarkedText.Concat(parts).As(_text.IsSafe);
    }

    private MarkedText Field()
    {
        object? given = Peek() == '(' ? Named() : null;
        int flagsAt = _place;
        while (Peek() is '-' or '+' or ' ' or '#' or '0')
            _place++;
        string flags = _text.Text[flagsAt.._place];
        long width = Number(ref flags);
        long precision = -1;
        if (Peek() == '.')
        {
            _place++;
            string none = "";
            precision = Math.Max(0, Number(ref none));
        }

        if (Peek() is 'h' or 'l' or 'L')
            _place++;
        char kind = Peek();
        _place++;
        if (kind == '%')
            return MarkedText.FromTemplate("%");
        if (kind is not ('d' or 'i' or 'u' or 'o' or 'x' or 'X' or 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or 'c' or 'r' or 's' or 'a'))
            throw TemplateError.Runtime($"'%{kind}' is no place of a format.");
        return Write(given ?? Next(), kind, flags, width, precision);
    }

    private char Peek() => _place < _text.Length ? _text.Text[_place] : throw TemplateError.Runtime("A format ends within a '%'.");

    private object Named()
    {
        int depth = 0;
        int start = _place + 1;
        do
        {
            depth += Peek() switch { '(' => 1, ')' => -1, _ => 0 };
            _place++;
        }
        while (depth > 0);
        string name = _text.Text[start..(_place - 1)];
        if (_values is not TemplateMap map)
            throw TemplateError.Runtime("A format with names needs a mapping.");
        _next = _inTurn.Count;
        return map.Find(name) ?? throw TemplateError.Runtime($"The place '{name}' of a format has no value.");
    }

    private object Next() => _next < _inTurn.Count ? _inTurn[_next++] : throw TemplateError.Runtime("A format has more places than there are values.");

    /// <summary>Digits, or a star for the next value; a negative width fills behind.</summary>
    private long Number(ref string flags)
    {
        if (Peek() == '*')
        {
            _place++;
            object value = Next();
            long number = value is long or bool ? TemplateOperators.Integer(value) : throw TemplateError.Runtime("'*' of a format needs an integer.");
            flags += number < 0 ? "-" : "";
            return Math.Abs(number);
        }

        long digits = 0;
        for (; char.IsAsciiDigit(Peek()); _place++)
            digits = Math.Min(int.MaxValue, (digits * 10) + (Peek() - '0'));
        return digits;
    }

    private MarkedText Write(object value, char kind, string flags, long width, long precision)
    {
        char align = flags.Contains('-', StringComparison.Ordinal) ? '<' : '>';
        char sign = flags.Contains('+', StringComparison.Ordinal) ? '+' : flags.Contains(' ', StringComparison.Ordinal) ? ' ' : '\0';
        bool isZeroed = align == '>' && flags.Contains('0', StringComparison.Ordinal);
        TemplateFormatSpec spec = new(' ', align, sign, TemplateFormatSpec.Bounded(width), '\0', TemplateFormatSpec.Bounded(precision), '\0', flags.Contains('#', StringComparison.Ordinal));
        MarkedText text = kind switch
        {
            's' => TemplateValues.ToSoftText(value),
            'r' => MarkedText.FromInput(TemplateRepr.Write(value)),
            'a' => MarkedText.FromInput(TemplateRepr.Write(value, isAscii: true)),
            'c' => Letter(value),
            _ => MarkedText.Empty,
        };
        if (kind is 's' or 'r' or 'a' or 'c')
        {
            text = _text.IsSafe ? TemplateHtml.Escape(text).As(false) : text.As(false);
            return (spec with { Precision = kind == 'c' ? -1 : spec.Precision, Sign = '\0', IsAlternate = false }).Apply(text);
        }

        if (isZeroed)
            spec = spec with { Fill = '0', Align = '=' };
        return kind is 'e' or 'E' or 'f' or 'F' or 'g' or 'G'
            ? (spec with { Kind = kind }).Apply(TemplateNumbers.ToReal(Numeric(value), 0.0))
            : Whole(value, spec, kind is 'i' or 'u' ? 'd' : kind);
    }

    /// <summary>An integer; a precision is the least number of digits.</summary>
    private static MarkedText Whole(object value, TemplateFormatSpec spec, char kind)
    {
        object number = Numeric(value) is double real
            ? kind == 'd' ? TemplateNumbers.ToInteger(real, TemplateNone.Value, 10L) : throw TemplateError.Runtime("An integer is needed in a format.")
            : value;
        if (number is TemplateNone || !TemplateNumbers.TryWhole(number, out BigInteger whole))
            throw TemplateError.Runtime("A number is needed in a format.");
        return spec.WriteWhole(whole, kind, Math.Max(0, spec.Precision));
    }

    private static object Numeric(object value) => TemplateArithmetic.IsNumber(value) ? value : throw TemplateError.Runtime($"{TemplateValues.Describe(value)} stands where a number must.");

    private static MarkedText Letter(object value) => value switch
    {
        MarkedText { Count: 1 } text => text,
        long or bool when TemplateOperators.Integer(value) is var code and >= 0 and <= 0x10FFFF => MarkedText.FromInput(TemplateCasing.Append(new(), (int)code).ToString()),
        _ => throw TemplateError.Runtime("'%c' of a format needs one letter."),
    };
}
