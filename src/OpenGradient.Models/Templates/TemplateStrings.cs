namespace OpenGradient.Models.Templates;

/// <summary>Methods of strings, as Python has them.</summary>
internal static class TemplateStrings
{
    private static readonly Dictionary<string, Func<MarkedText, TemplateCall, object>> Methods = new(StringComparer.Ordinal)
    {
        ["capitalize"] = static (text, call) => Mapped(text, call, TemplateCasing.Capitalize),
        ["casefold"] = static (text, call) => Mapped(text, call, TemplateCasing.Fold),
        ["lower"] = static (text, call) => Mapped(text, call, TemplateCasing.Lower),
        ["swapcase"] = static (text, call) => Mapped(text, call, TemplateCasing.SwapCase),
        ["title"] = static (text, call) => Mapped(text, call, TemplateCasing.Title),
        ["upper"] = static (text, call) => Mapped(text, call, TemplateCasing.Upper),
        ["center"] = static (text, call) => TemplateLetters.Pad(text, call, static (missing, width) => (missing / 2) + (missing & width & 1)),
        ["ljust"] = static (text, call) => TemplateLetters.Pad(text, call, static (_, _) => 0),
        ["rjust"] = static (text, call) => TemplateLetters.Pad(text, call, static (missing, _) => missing),
        ["zfill"] = static (text, call) => TemplateLetters.FillZeros(text, TemplateOperators.Integer(call.Bind(1, "/width")[0]!)),
        ["expandtabs"] = static (text, call) => TemplateLetters.ExpandTabs(text, TemplateOperators.Integer(call.Bind(0, "tabsize")[0] ?? 8L)),
        ["strip"] = static (text, call) => Stripped(text, call, atStart: true, atEnd: true),
        ["lstrip"] = static (text, call) => Stripped(text, call, atStart: true, atEnd: false),
        ["rstrip"] = static (text, call) => Stripped(text, call, atStart: false, atEnd: true),
        ["removeprefix"] = static (text, call) => Text(call.Bind(1, "/prefix")[0]) is var prefix && text.Text.StartsWith(prefix.Text, StringComparison.Ordinal)
            ? text.Slice(prefix.Length, text.Length - prefix.Length) : text,
        ["removesuffix"] = static (text, call) => Text(call.Bind(1, "suffix")[0]) is var suffix && text.Text.EndsWith(suffix.Text, StringComparison.Ordinal)
            ? text.Slice(0, text.Length - suffix.Length) : text,
        ["replace"] = static (text, call) => Replaced(text, call.Bind(2, "/old", "/new", "/count")),
        ["split"] = static (text, call) => TemplateSplitting.Split(text, call.Bind(0, "sep", "maxsplit"), fromEnd: false),
        ["rsplit"] = static (text, call) => TemplateSplitting.Split(text, call.Bind(0, "sep", "maxsplit"), fromEnd: true),
        ["splitlines"] = static (text, call) => TemplateSplitting.Lines(text, TemplateOperators.Integer(call.Bind(0, "keepends")[0] ?? false) != 0),
        ["partition"] = static (text, call) => TemplateSplitting.Partition(text, Text(call.Bind(1, "/sep")[0]), isLast: false),
        ["rpartition"] = static (text, call) => TemplateSplitting.Partition(text, Text(call.Bind(1, "/sep")[0]), isLast: true),
        ["join"] = static (text, call) => Joined(text, call.Bind(1, "/iterable")[0]!),
        ["startswith"] = static (text, call) => TemplateSearch.Begins(text, call.Bind(1, "/prefix", "/start", "/end"), atEnd: false),
        ["endswith"] = static (text, call) => TemplateSearch.Begins(text, call.Bind(1, "/suffix", "/start", "/end"), atEnd: true),
        ["find"] = static (text, call) => TemplateSearch.Find(text, call.Bind(1, "/sub", "/start", "/end"), isLast: false),
        ["rfind"] = static (text, call) => TemplateSearch.Find(text, call.Bind(1, "/sub", "/start", "/end"), isLast: true),
        ["index"] = static (text, call) => Found(TemplateSearch.Find(text, call.Bind(1, "/sub", "/start", "/end"), isLast: false)),
        ["rindex"] = static (text, call) => Found(TemplateSearch.Find(text, call.Bind(1, "/sub", "/start", "/end"), isLast: true)),
        ["count"] = static (text, call) => TemplateSearch.Count(text, call.Bind(1, "/sub", "/start", "/end")),
        ["format"] = TemplateFormat.Format,
        ["format_map"] = TemplateFormat.FormatMap,
        ["encode"] = static (_, _) => throw TemplateError.Unsupported("The method 'encode' is not supported: a prompt has text, no bytes."),
        ["maketrans"] = static (_, _) => throw TemplateError.Unsupported("The method 'maketrans' is not supported; use 'replace'."),
        ["translate"] = static (_, _) => throw TemplateError.Unsupported("The method 'translate' is not supported; use 'replace'."),
    };

    /// <summary>A method of a text; null if there is none of this name.</summary>
    public static TemplateFunction? Find(MarkedText text, string name) =>
        Methods.TryGetValue(name, out Func<MarkedText, TemplateCall, object>? method) ? new(name, call => method(text, call)) : TemplateQuestions.Find(text, name);

    /// <summary>An argument that must be a text.</summary>
    public static MarkedText Text(object? value) => value switch
    {
        MarkedText text => text,
        TemplateUndefined undefined => throw undefined.Error(),
        _ => throw TemplateError.Runtime($"{TemplateValues.Describe(value!)} stands where a string must."),
    };

    /// <summary>Elements, which must be texts, with this between.</summary>
    private static MarkedText Joined(MarkedText separator, object items)
    {
        List<MarkedText> parts = [];
        foreach (object item in TemplateOperators.Iterate(items))
        {
            if (parts.Count > 0)
                parts.Add(separator);
            parts.Add(separator.IsSafe ? TemplateHtml.Escape(TemplateValues.ToSoftText(item)) : Text(item));
            TemplateSplitting.Check(parts.Count / 2);
        }

        return MarkedText.Concat(parts).As(separator.IsSafe);
    }

    private static MarkedText Replaced(MarkedText text, object?[] arguments)
    {
        MarkedText replacement = text.IsSafe ? TemplateHtml.Escape(Text(arguments[1])) : Text(arguments[1]);
        return TemplateSplitting.Replace(text, Text(arguments[0]), replacement, TemplateOperators.Integer(arguments[2] ?? -1L));
    }

    private static MarkedText Mapped(MarkedText text, TemplateCall call, Func<string, string> convert)
    {
        call.Bind(0);
        return text.Map(convert);
    }

    private static MarkedText Stripped(MarkedText text, TemplateCall call, bool atStart, bool atEnd) =>
        TemplateLetters.Strip(text, call.Bind(0, "/chars")[0] is { } letters and not TemplateNone ? Text(letters).Text : null, atStart, atEnd);

    private static object Found(long place) => place >= 0 ? place : throw TemplateError.Runtime("The string does not have this part.");
}
