using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Cli.Proving;

/// <summary>The sizes of an input, where the model leaves some of them to the run.</summary>
internal static class InputShape
{
    /// <summary>From what the file says, else from how its lists are nested, else from how many numbers there are.</summary>
    /// <param name="input">As the model declares it.</param>
    /// <param name="given">How the numbers are nested.</param>
    /// <param name="said">The sizes that the file gives, those of a batch or of one of its members; null for none. They only choose: many files repeat those of another input.</param>
    /// <param name="sizes">The sizes that are settled, by name; takes up new ones.</param>
    /// <param name="subject">What to call the list in a message.</param>
    /// <exception cref="InvalidInputException">The numbers are not as many as the model takes.</exception>
    public static ImmutableArray<long> Resolve(ProgramInput input, ImmutableArray<long> given, ImmutableArray<long>? said, Dictionary<string, long> sizes, string subject)
    {
        long count = Tensor.CountElements(given);
        foreach (ImmutableArray<long> candidate in new[] { said, Batch(said, count), given, FromCount(input, count, sizes) }.OfType<ImmutableArray<long>>())
        {
            if (IsShape(candidate, count) && Fits(input, candidate, sizes))
                return candidate;
        }

        string where = said is { } shape ? $"\"input_shapes\" says [{string.Join(',', shape)}], and there" : "there";
        throw new InvalidInputException(InvalidInputKind.Invalid, subject, $"{where} {Described(given)}; the model takes {InputFile.Describe(input)}{Settled(input, sizes)}.");
    }

    /// <summary>As many members as there are numbers for, each of the sizes that the file gives.</summary>
    private static ImmutableArray<long>? Batch(ImmutableArray<long>? member, long count) =>
        member is { } sizes && Product(sizes) is var product && product > 0 && count % product == 0 ? [(long)(count / product), .. sizes] : null;

    private static bool IsShape(ImmutableArray<long> shape, long count) => Product(shape) == count;

    /// <summary>How many elements there are; -1 if a size is none.</summary>
    private static Int128 Product(ImmutableArray<long> shape) =>
        shape.All(static size => size is >= 0 and <= int.MaxValue) ? shape.Aggregate((Int128)1, static (product, size) => product > long.MaxValue ? product : product * size) : -1;

    private static string Described(ImmutableArray<long> given) => $"{(Tensor.CountElements(given) is var count && count == 1 ? "is 1 number" : $"are {count} numbers")}, [{string.Join(',', given)}]";

    /// <summary>What other inputs have made of the names in the shape.</summary>
    private static string Settled(ProgramInput input, Dictionary<string, long> sizes)
    {
        string[] known = [.. input.Shape.Where(sizes.ContainsKey).Distinct().Where(static name => !char.IsAsciiDigit(name[0])).Select(name => $"{name} = {sizes[name]}")];
        return known.Length == 0 ? "" : $", and other inputs have {string.Join(", ", known)}";
    }

    /// <summary>Whether every number is met and every name stands for one size throughout; new names are settled.</summary>
    public static bool Fits(ProgramInput input, ImmutableArray<long> shape, Dictionary<string, long> sizes)
    {
        if (shape.Length != input.Shape.Length)
            return false;
        Dictionary<string, long> met = new(sizes, sizes.Comparer);
        for (int axis = 0; axis < shape.Length; axis++)
        {
            if (SizeOf(input.Shape[axis], met) is { } size && size != shape[axis])
                return false;
            met.TryAdd(input.Shape[axis], shape[axis]);
        }

        foreach ((string name, long size) in met)
            sizes.TryAdd(name, size);
        return true;
    }

    /// <summary>A first size that is open is that of the batch: 1, if others are open, too. The next one is what the numbers make of it, others are 1.</summary>
    private static ImmutableArray<long>? FromCount(ProgramInput input, long count, Dictionary<string, long> sizes)
    {
        long?[] known = [.. input.Shape.Select(size => SizeOf(size, sizes))];
        long product = known.Aggregate(1L, static (product, size) => product * (size ?? 1));
        string[] names = [.. input.Shape.Where(size => SizeOf(size, sizes) is null).Distinct()];
        string? open = names.Length > 1 && names[0] == input.Shape[0] ? names[1] : names.FirstOrDefault();
        if (count == 0 || product == 0 || count % product != 0 || input.Shape.Count(size => size == open) > 1)
            return null;
        return [.. input.Shape.Select((size, axis) => known[axis] ?? (size == open ? count / product : 1))];
    }

    private static long? SizeOf(string size, Dictionary<string, long> sizes) =>
        long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out long number) || sizes.TryGetValue(size, out number) ? number : null;
}
