using OpenGradient.Models.Compilation;
using static OpenGradient.Models.Quantization.StepSettings;

namespace OpenGradient.Models.Quantization.Preparation;

/// <content>Sums of products by letters, as transposes and products of matrices.</content>
internal sealed partial class ModelPreparation
{
    /// <summary>From left to right, each operand with what the ones before have made.</summary>
    private DraftValue? Einsum()
    {
        if (!IsReal(0))
            throw Error("its operands are integers", "cast them to float first");
        string[] sides = Name(_step, "equation", "").Split("->");
        string[] operands = sides[0].Split(',');
        string[] letters = [.. operands.Select((operand, index) => WithoutDots(operand, Shape(index).Length))];
        string result = sides.Length > 1 ? WithoutDots(sides[1], OutputShape.Length) : Implied(letters);
        Dictionary<char, long> sizes = SizesOf(letters);
        DraftValue all = Diagonal(0, ref letters[0], sizes);
        string has = letters[0];
        for (int operand = 1; operand < letters.Length; operand++)
        {
            DraftValue next = Diagonal(operand, ref letters[operand], sizes);
            string later = result + string.Concat(letters.Skip(operand + 1));
            (all, has) = Multiplied((all, has), (next, letters[operand]), later, sizes);
        }

        (all, has) = Kept((all, has), result);
        DraftValue turned = has == result ? all : Turn(all, [.. result.Select(letter => (long)has.IndexOf(letter, StringComparison.Ordinal))]);
        return Reshape(turned, OutputShape.AsSpan());
    }

    /// <summary>Axes of dots as letters that no equation can name, the last axes the same ones in each operand.</summary>
    private static string WithoutDots(string operand, int rank)
    {
        int count = rank - (operand.Length - 3);
        return operand.Replace("...", string.Concat(Enumerable.Range(0, Math.Max(0, count)).Select(place => (char)(FirstOfDots - count + place))), StringComparison.Ordinal);
    }

    /// <summary>Without an arrow: the axes of dots, then the letters that stand once, in their order.</summary>
    private static string Implied(string[] letters)
    {
        string all = string.Concat(letters);
        return string.Concat(all.Where(static letter => letter < FirstOfDots && letter > LastLetter).Distinct().Order())
            + string.Concat(all.Where(letter => letter <= LastLetter && all.Count(other => other == letter) == 1).Order());
    }

    private Dictionary<char, long> SizesOf(string[] letters)
    {
        Dictionary<char, long> sizes = [];
        for (int operand = 0; operand < letters.Length; operand++)
        {
            for (int axis = 0; axis < letters[operand].Length; axis++)
                sizes[letters[operand][axis]] = Math.Max(sizes.GetValueOrDefault(letters[operand][axis], 1), Shape(operand)[axis]);
        }

        return sizes;
    }

    /// <summary>The operand in its full sizes, with each letter once.</summary>
    private DraftValue Diagonal(int operand, ref string letters, Dictionary<char, long> sizes)
    {
        DraftValue x = Input(operand);
        string own = letters;
        if (!own.Select((letter, axis) => sizes[letter] == Shape(operand)[axis]).All(static isFull => isFull))
            x = Emit("Expand", null, x, Longs([.. own.Select(letter => sizes[letter])]));
        string distinct = string.Concat(own.Distinct());
        if (distinct.Length == own.Length)
            return x;
        long[] steps = [.. distinct.Select(letter => own.Select((other, axis) => other == letter ? Count([.. own[(axis + 1)..].Select(after => sizes[after])]) : 0).Sum())];
        long[] shape = [.. distinct.Select(letter => sizes[letter])];
        long[] places = [0];
        for (int axis = 0; axis < shape.Length; axis++)
            places = [.. places.SelectMany(place => Places(shape[axis]).Select(index => place + (index * steps[axis])))];
        letters = distinct;
        return Reshape(Emit("Gather", new Settings().Integer("axis", 0), Reshape(x, Count([.. own.Select(letter => sizes[letter])])), Longs(places)), shape);
    }

    /// <summary>One product of matrices: axes of both that are needed later are its batch, the others of both are summed.</summary>
    private (DraftValue Value, string Letters) Multiplied((DraftValue Value, string Letters) a, (DraftValue Value, string Letters) b, string later, Dictionary<char, long> sizes)
    {
        a = Kept(a, later + b.Letters);
        b = Kept(b, later + a.Letters);
        string batch = string.Concat(a.Letters.Where(letter => b.Letters.Contains(letter) && later.Contains(letter)));
        string summed = string.Concat(a.Letters.Where(letter => b.Letters.Contains(letter) && !later.Contains(letter)));
        string rows = string.Concat(a.Letters.Except(b.Letters)), columns = string.Concat(b.Letters.Except(a.Letters));
        long Size(string letters) => Count([.. letters.Select(letter => sizes[letter])]);
        long[] outer = batch.Length == 0 ? [] : [Size(batch)];
        DraftValue left = Reshape(Ordered(a, batch + rows + summed), [.. outer, Size(rows), Size(summed)]);
        DraftValue right = Reshape(Ordered(b, batch + summed + columns), [.. outer, Size(summed), Size(columns)]);
        string made = batch + rows + columns;
        return (Reshape(Times(left, right), [.. made.Select(letter => sizes[letter])]), made);
    }

    private DraftValue Ordered((DraftValue Value, string Letters) x, string letters) => x.Letters == letters
        ? x.Value
        : Turn(x.Value, [.. letters.Select(letter => (long)x.Letters.IndexOf(letter, StringComparison.Ordinal))]);

    /// <summary>Summed over the axes that nobody needs.</summary>
    private (DraftValue Value, string Letters) Kept((DraftValue Value, string Letters) x, string needed)
    {
        long[] axes = [.. x.Letters.Select(static (letter, axis) => (letter, axis)).Where(place => !needed.Contains(place.letter)).Select(static place => (long)place.axis)];
        return axes.Length == 0
            ? x
            : (Emit("ReduceSum", new Settings().Flag("keepdims", false), x.Value, Longs(axes)), string.Concat(x.Letters.Where(needed.Contains)));
    }

    private const char LastLetter = 'z'; // ONNX, Einsum: letters a to z and A to Z
    private const char FirstOfDots = '\u0100'; // no letter that an equation may have
}
