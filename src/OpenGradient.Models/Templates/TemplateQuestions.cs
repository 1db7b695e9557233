namespace OpenGradient.Models.Templates;

/// <summary>What Python's strings are asked: the methods whose names begin with <c>is</c>.</summary>
internal static class TemplateQuestions
{
    private static readonly Dictionary<string, Func<MarkedText, TemplateCall, object>> Methods = new(StringComparer.Ordinal)
    {
        ["isalnum"] = static (text, call) => All(text, call, static code => TemplateCasing.IsLetter(code) || TemplateCasing.IsNumeric(code)),
        ["isalpha"] = static (text, call) => All(text, call, TemplateCasing.IsLetter),
        ["isdecimal"] = static (text, call) => All(text, call, TemplateCasing.IsDecimal),
        ["isdigit"] = static (text, call) => All(text, call, TemplateCasing.IsDigit),
        ["isnumeric"] = static (text, call) => All(text, call, TemplateCasing.IsNumeric),
        ["isspace"] = static (text, call) => All(text, call, TemplateCasing.IsSpace),
        ["isascii"] = static (text, call) => All(text, call, static code => code < 0x80) || text.Length == 0,
        ["isprintable"] = static (text, call) => All(text, call, TemplateCasing.IsPrintable) || text.Length == 0,
        ["isidentifier"] = static (text, call) => All(text, call, TemplateCasing.IsOfName) && TemplateCasing.BeginsName(TemplateCasing.Codes(text.Text)[0]),
        ["islower"] = static (text, call) => IsCase(text.Text, call, TemplateCasing.IsLower, static code => TemplateCasing.IsUpper(code) || TemplateCasing.IsTitle(code)),
        ["isupper"] = static (text, call) => IsCase(text.Text, call, TemplateCasing.IsUpper, static code => TemplateCasing.IsLower(code) || TemplateCasing.IsTitle(code)),
        ["istitle"] = static (text, call) => IsTitle(text.Text, call),
    };

    /// <summary>A method of a text; null if there is none of this name.</summary>
    public static TemplateFunction? Find(MarkedText text, string name) =>
        Methods.TryGetValue(name, out Func<MarkedText, TemplateCall, object>? method) ? new(name, call => method(text, call)) : null;

    /// <summary>The test <c>lower</c> or <c>upper</c>.</summary>
    public static bool IsCase(MarkedText text, bool isUpper) => (bool)Methods[isUpper ? "isupper" : "islower"](text, TemplateCall.Of("test"));

    private static bool All(MarkedText text, TemplateCall call, Predicate<int> isSo)
    {
        call.Bind(0);
        return text.Length > 0 && TemplateCasing.Codes(text.Text).TrueForAll(isSo);
    }

    private static bool IsCase(string text, TemplateCall call, Predicate<int> isSo, Predicate<int> isOther)
    {
        call.Bind(0);
        List<int> codes = TemplateCasing.Codes(text);
        return codes.Exists(isSo) && !codes.Exists(isOther);
    }

    private static bool IsTitle(string text, TemplateCall call)
    {
        call.Bind(0);
        (bool isBehindCased, bool hasCased) = (false, false);
        foreach (int code in TemplateCasing.Codes(text))
        {
            bool isCapital = TemplateCasing.IsUpper(code) || TemplateCasing.IsTitle(code);
            if (isCapital ? isBehindCased : TemplateCasing.IsLower(code) && !isBehindCased)
                return false;
            isBehindCased = isCapital || TemplateCasing.IsLower(code);
            hasCased |= isBehindCased;
        }

        return hasCased;
    }
}
