using System.Globalization;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>What a document of a dispute is: an input, a constant, the value at a leaf of the trace, or what a loop makes up by itself.</summary>
/// <param name="Kind">Which of these.</param>
/// <param name="Index">Its number among its kind; of a leaf 0.</param>
/// <param name="Leaf">The leaf; null for all other kinds.</param>
internal readonly record struct DocumentName(DocumentKind Kind, int Index, LeafName? Leaf = null) : IComparable<DocumentName>
{
    /// <summary>The <c>bool</c> 1.</summary>
    public static DocumentName True { get; } = new(DocumentKind.Flag, 1);

    /// <summary>The value at a leaf.</summary>
    public static DocumentName Of(LeafName leaf) => new(DocumentKind.Leaf, 0, leaf);

    /// <summary>The value at a leaf of the Program, in the dispute about an expansion.</summary>
    public static DocumentName OfOuter(LeafName leaf) => new(DocumentKind.Outer, 0, leaf);

    /// <summary>A row of the value at a leaf.</summary>
    public static DocumentName OfRow(LeafName leaf, int position) => new(DocumentKind.Row, position, leaf);

    /// <summary>Whether the name says all that there is: nothing is claimed or opened.</summary>
    public bool IsLiteral => Kind is DocumentKind.Iteration or DocumentKind.Flag;

    /// <summary>Type and shape of a literal.</summary>
    public ValueHeader LiteralHeader => new(Kind == DocumentKind.Flag ? ElementType.Bool : ElementType.Int64, []);

    /// <summary><c>input:0</c>, <c>constant:3</c>, <c>step:17:0@2,5</c>, <c>outer:3:0</c>, <c>row 5 of step:17:0</c>, <c>iteration:4</c>, <c>flag:1</c>.</summary>
    public override string ToString() => Kind == DocumentKind.Row
        ? $"row {Index.ToString(CultureInfo.InvariantCulture)} of {Of(Leaf!)}"
        : $"{Prefix(Kind)}:{Leaf?.ToString() ?? Index.ToString(CultureInfo.InvariantCulture)}";

    /// <inheritdoc/>
    public int CompareTo(DocumentName other)
    {
        int order = (Kind, Index).CompareTo((other.Kind, other.Index));
        return order != 0 || Leaf is null ? order : Leaf.CompareTo(other.Leaf);
    }

    /// <summary>Reads what <see cref="ToString"/> writes; no row, which no message names.</summary>
    public static bool TryParse(string text, out DocumentName name)
    {
        foreach (DocumentKind kind in Enum.GetValues<DocumentKind>())
        {
            if (kind == DocumentKind.Row)
                continue;
            string prefix = Prefix(kind) + ":";
            if (text.StartsWith(prefix, StringComparison.Ordinal) && TryParse(kind, text[prefix.Length..], out name))
                return name.ToString() == text;
        }

        name = default;
        return false;
    }

    private static bool TryParse(DocumentKind kind, string rest, out DocumentName name)
    {
        if (kind is DocumentKind.Leaf or DocumentKind.Outer)
        {
            bool isLeaf = LeafName.TryParse(rest, out LeafName? leaf);
            name = new DocumentName(kind, 0, leaf);
            return isLeaf;
        }

        bool isNumber = int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out int index);
        name = new DocumentName(kind, index);
        return isNumber;
    }

    private static string Prefix(DocumentKind kind) => kind switch
    {
        DocumentKind.Input => "input",
        DocumentKind.Constant => "constant",
        DocumentKind.Leaf => "step",
        DocumentKind.Outer => "outer",
        DocumentKind.Iteration => "iteration",
        _ => "flag",
    };
}
