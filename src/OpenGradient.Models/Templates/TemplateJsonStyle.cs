namespace OpenGradient.Models.Templates;

/// <summary>How the filter <c>tojson</c> writes: the arguments of Python's <c>json.dumps</c>.</summary>
/// <param name="Indent">Blanks for each level; below 0 all is on one line.</param>
/// <param name="IsAscii">Whether other letters are written as <c>\u....</c>.</param>
/// <param name="IsSorted">Whether keys are sorted.</param>
/// <param name="Comma">What is between elements.</param>
/// <param name="Colon">What is between a key and its value.</param>
internal sealed record TemplateJsonStyle(int Indent, bool IsAscii, bool IsSorted, string Comma, string Colon)
{
    private const int IndentLimit = 16;

    /// <summary>Reads the arguments of the filter: in this order, or by name.</summary>
    public static TemplateJsonStyle Read(List<object> positional, IReadOnlyDictionary<string, object> named)
    {
        object? Argument(int index, string name) => index < positional.Count ? positional[index] : named.GetValueOrDefault(name);

        // The first argument is ensure_ascii; but templates that give one number mean the indent, as in plain Jinja.
        bool isPlain = positional.Count == 1 && positional[0] is long;
        object? indent = isPlain ? positional[0] : Argument(1, "indent");
        int blanks = indent is long count ? (int)Math.Clamp(count, 0, IndentLimit) : -1;
        (string comma, string colon) = (blanks < 0 ? ", " : ",", ": ");
        if (Argument(2, "separators") is List<object> and [MarkedText first, MarkedText second])
            (comma, colon) = (first.Text, second.Text);
        return new TemplateJsonStyle(blanks, !isPlain && Argument(0, "ensure_ascii") is true, Argument(3, "sort_keys") is true, comma, colon);
    }
}
