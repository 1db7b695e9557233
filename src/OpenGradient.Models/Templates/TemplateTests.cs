namespace OpenGradient.Models.Templates;

/// <summary>Tests: what may follow <c>is</c>.</summary>
internal static class TemplateTests
{
    /// <summary>Whether a test holds.</summary>
    public static bool Holds(string name, object value, List<object> arguments) => (name, arguments.Count) switch
    {
        ("defined", 0) => value is not TemplateUndefined,
        ("undefined", 0) => value is TemplateUndefined,
        ("none", 0) => value is TemplateNone,
        ("string", 0) => value is MarkedText,
        ("mapping", 0) => value is TemplateMap { IsNamespace: false },
        ("iterable", 0) => value is List<object> or TemplateMap { IsNamespace: false } or MarkedText or TemplateUndefined,
        ("sequence", 0) => value is List<object> and not TemplateView { IsRange: false } or TemplateMap { IsNamespace: false } or MarkedText or TemplateUndefined,
        ("number", 0) => value is long or double or bool,
        ("integer", 0) => value is long,
        ("float", 0) => value is double,
        ("boolean", 0) => value is bool,
        ("true", 0) => value is true,
        ("false", 0) => value is false,
        ("callable", 0) => value is TemplateFunction or TemplateUndefined or TemplateMap { Called: not null }, // what is undefined can be called, to say so
        ("escaped", 0) => false,
        ("odd", 0) => (TemplateOperators.Integer(value) & 1) == 1,
        ("even", 0) => (TemplateOperators.Integer(value) & 1) == 0,
        ("lower", 0) => TemplateLetters.IsLower(TemplateValues.ToText(value).Text),
        ("upper", 0) => TemplateLetters.IsUpper(TemplateValues.ToText(value).Text),
        ("sameas", 1) => TemplateValues.AreSame(value, arguments[0]),
        ("eq", 1) or ("equalto", 1) or ("==", 1) => TemplateValues.AreEqual(value, arguments[0]),
        ("ne", 1) or ("!=", 1) => !TemplateValues.AreEqual(value, arguments[0]),
        ("lt", 1) or ("lessthan", 1) or ("<", 1) => TemplateOperators.Compare(value, arguments[0]) < 0,
        ("le", 1) or ("<=", 1) => TemplateOperators.Compare(value, arguments[0]) <= 0,
        ("gt", 1) or ("greaterthan", 1) or (">", 1) => TemplateOperators.Compare(value, arguments[0]) > 0,
        ("ge", 1) or (">=", 1) => TemplateOperators.Compare(value, arguments[0]) >= 0,
        ("in", 1) => (bool)TemplateOperators.Apply("in", value, arguments[0]),
        ("divisibleby", 1) => TemplateValues.AreEqual(TemplateOperators.Apply("%", value, arguments[0]), 0L),
        _ => throw TemplateError.Unsupported($"The test '{name}' with {arguments.Count} arguments is not supported."),
    };
}
