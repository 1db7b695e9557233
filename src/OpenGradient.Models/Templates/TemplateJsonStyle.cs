namespace OpenGradient.Models.Templates;

/// <summary>How the filter <c>tojson</c> writes: the arguments of Python's <c>json.dumps</c>.</summary>
/// <param name="Indent">What stands before a line for each level; null if all is on one line.</param>
/// <param name="IsAscii">Whether other letters are written as <c>\u....</c>.</param>
/// <param name="IsSorted">Whether keys are sorted.</param>
/// <param name="Comma">What is between elements.</param>
/// <param name="Colon">What is between a key and its value.</param>
internal sealed record TemplateJsonStyle(string? Indent, bool IsAscii, bool IsSorted, string Comma, string Colon)
{
    private const int IndentLimit = 64;

    /// <summary>Reads the arguments of the filter: in this order, or by name.</summary>
    public static TemplateJsonStyle Read(TemplateCall call)
    {
        object?[] bound = call.Bind(0, "ensure_ascii", "indent", "separators", "sort_keys");
        string? indent = bound[1] is null or TemplateNone ? null
            : bound[1] is MarkedText given ? given.Text : new string(' ', (int)Math.Max(0, TemplateOperators.Integer(bound[1]!) is var count and <= IndentLimit ? count : IndentLimit + 1));
        if (indent?.Length > IndentLimit)
            throw TemplateError.TooLarge($"The filter 'tojson' indents by at most {IndentLimit} letters.");
        (string comma, string colon) = (indent is null ? ", " : ",", ": ");
        if (bound[2] is not (null or TemplateNone))
            (comma, colon) = bound[2] is List<object> and [MarkedText first, MarkedText second] ? (first.Text, second.Text) : throw TemplateError.Runtime("The separators of 'tojson' are two strings.");
        static bool IsTrue(object? value) => value is not null && TemplateValues.IsTrue(value);
        return new TemplateJsonStyle(indent, IsTrue(bound[0]), IsTrue(bound[3]), comma, colon);
    }
}
