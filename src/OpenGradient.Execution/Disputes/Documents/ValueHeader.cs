using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>Type and shape of a value, as its trace leaf holds them (spec/exec-1, section 9): <c>f32[1,10]</c>.</summary>
/// <param name="Type">The element type.</param>
/// <param name="Shape">The dimensions.</param>
internal sealed record ValueHeader(ElementType Type, ImmutableArray<long> Shape)
{
    /// <summary>The text.</summary>
    public string Text { get; } = $"{Type.CanonicalName()}[{string.Join(',', Shape)}]";

    /// <summary>How many elements there are.</summary>
    public long ElementCount { get; } = Shape.Contains(0) ? 0 : Shape.Aggregate(1L, static (count, dimension) => checked(count * dimension));

    /// <summary>Bytes of the elements.</summary>
    public long ContentBytes => checked(ElementCount * Type.SizeBytes());

    /// <summary>The header of a value.</summary>
    public static ValueHeader Of(Tensor tensor) => new(tensor.Type, tensor.Shape);

    /// <summary>Reads the text as <see cref="Text"/> writes it; at most 8 dimensions and 2^31 - 1 bytes of elements.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ValueHeader? header)
    {
        header = null;
        int open = text.IndexOf('[', StringComparison.Ordinal);
        if (open < 0 || text.Length > 128 || text[^1] != ']' || !ElementTypes.TryParse(text[..open], out ElementType type))
            return false;
        string list = text[(open + 1)..^1];
        var shape = ImmutableArray.CreateBuilder<long>();
        Int128 bytes = type.SizeBytes();
        bool hasZero = false;
        foreach (string part in list.Length == 0 ? [] : list.Split(','))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int dimension))
                return false;
            shape.Add(dimension);
            bytes = Int128.Min(bytes * dimension, long.MaxValue);
            hasZero |= dimension == 0;
        }

        if (shape.Count > Shapes.MaxRank || (!hasZero && bytes > int.MaxValue - 128))
            return false;
        header = new ValueHeader(type, shape.DrainToImmutable());
        return header.Text == text;
    }
}
