using System.Globalization;

namespace OpenGradient.Execution.Disputes;

/// <summary>What a document of a dispute is: an input, a constant, or the value at a leaf of the trace.</summary>
/// <param name="Kind">Which of the three.</param>
/// <param name="Index">Its number among its kind.</param>
internal readonly record struct DocumentName(DocumentKind Kind, int Index) : IComparable<DocumentName>
{
    /// <summary><c>input:0</c>, <c>constant:3</c>, <c>leaf:17</c>.</summary>
    public override string ToString() => $"{Prefix(Kind)}:{Index.ToString(CultureInfo.InvariantCulture)}";

    /// <inheritdoc/>
    public int CompareTo(DocumentName other) => (Kind, Index).CompareTo((other.Kind, other.Index));

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string text, out DocumentName name)
    {
        foreach (DocumentKind kind in Enum.GetValues<DocumentKind>())
        {
            string prefix = Prefix(kind) + ":";
            if (!text.StartsWith(prefix, StringComparison.Ordinal)
                || !int.TryParse(text.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int index))
                continue;
            name = new DocumentName(kind, index);
            return name.ToString() == text;
        }

        name = default;
        return false;
    }

    private static string Prefix(DocumentKind kind) => kind switch
    {
        DocumentKind.Input => "input",
        DocumentKind.Constant => "constant",
        _ => "leaf",
    };
}
