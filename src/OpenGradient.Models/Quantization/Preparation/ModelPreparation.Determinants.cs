using OpenGradient.Models.Compilation;

namespace OpenGradient.Models.Quantization.Preparation;

/// <content>Determinants of small matrices.</content>
internal sealed partial class ModelPreparation
{
    /// <summary>By expansion: each minor of the last rows is made of those of one row less, every set of columns once.</summary>
    private DraftValue Determinant()
    {
        int size = (int)Shape(0)[^1];
        if (size is 0 or > MostRows)
            throw Error($"its matrices have {size} rows", $"write out how it is found: up to {MostRows} rows are expanded");
        var minors = new Dictionary<int, DraftValue> { [0] = Scalar(1f) }; // by the set of their columns
        for (int row = size - 1; row >= 0; row--)
        {
            DraftValue[] elements = [.. Enumerable.Range(0, size).Select(column => Element(row, column))];
            minors = Enumerable.Range(1, (1 << size) - 1).Where(columns => int.PopCount(columns) == size - row).ToDictionary(static columns => columns, columns => Expanded(elements, columns, minors));
        }

        return Reshape(minors[(1 << size) - 1], OutputShape.AsSpan());
    }

    /// <summary>Σ ± element · minor of the other columns, signs in turn from the first column of the set on.</summary>
    private DraftValue Expanded(DraftValue[] elements, int columns, Dictionary<int, DraftValue> minors)
    {
        DraftValue? sum = null;
        bool isNegative = false;
        for (int column = 0; column < elements.Length; column++)
        {
            if ((columns >> column) % 2 == 0)
                continue;
            int others = columns & ~(1 << column);
            DraftValue product = others == 0 ? elements[column] : Emit("Mul", null, elements[column], minors[others]);
            sum = sum is null ? product : Emit(isNegative ? "Sub" : "Add", null, sum, product);
            isNegative = !isNegative;
        }

        return sum!;
    }

    /// <summary>[…, 1, 1].</summary>
    private DraftValue Element(int row, int column) => Emit("Slice", null, Input(0), Longs(row, column), Longs(row + 1, column + 1), Longs(-2, -1));

    private const int MostRows = 5; // 80 products; a row more doubles them
}
