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
    /// <param name="numbers">The numbers.</param>
    /// <param name="said">The sizes that the file gives; null for none.</param>
    /// <param name="sizes">The sizes that are settled, by name; takes up new ones.</param>
    /// <param name="subject">What to call the list in a message.</param>
    /// <exception cref="InvalidInputException">The numbers are not as many as the model takes.</exception>
    public static ImmutableArray<long> Resolve(ProgramInput input, NumberList numbers, ImmutableArray<long>? said, Dictionary<string, long> sizes, string subject)
    {
        foreach (ImmutableArray<long> candidate in new[] { said, numbers.Shape, FromCount(input, numbers.Count, sizes) }.OfType<ImmutableArray<long>>())
        {
            if (Tensor.CountElements(candidate) == numbers.Count && Fits(input, candidate, sizes))
                return candidate;
        }

        throw new InvalidInputException(
            InvalidInputKind.Invalid,
            subject,
            $"there are {numbers.Count} numbers [{string.Join(',', numbers.Shape)}]; the model's input '{input.Name}' is {input.Type.CanonicalName()}[{string.Join(',', input.Shape)}].");
    }

    /// <summary>Whether every number is met and every name stands for one size throughout; new names are settled.</summary>
    public static bool Fits(ProgramInput input, ImmutableArray<long> shape, Dictionary<string, long> sizes)
    {
        if (shape.Length != input.Shape.Length)
            return false;
        for (int axis = 0; axis < shape.Length; axis++)
        {
            if (SizeOf(input.Shape[axis], sizes) is { } size && size != shape[axis])
                return false;
        }

        for (int axis = 0; axis < shape.Length; axis++)
            sizes.TryAdd(input.Shape[axis], shape[axis]);
        return true;
    }

    /// <summary>The first size that is open is what the numbers make of it, others are 1.</summary>
    private static ImmutableArray<long>? FromCount(ProgramInput input, long count, Dictionary<string, long> sizes)
    {
        long?[] known = [.. input.Shape.Select(size => SizeOf(size, sizes))];
        long product = known.Aggregate(1L, static (product, size) => product * (size ?? 1));
        string? open = input.Shape.FirstOrDefault(size => SizeOf(size, sizes) is null);
        if (product == 0 || count % product != 0)
            return null;
        return [.. input.Shape.Select((size, axis) => known[axis] ?? (size == open ? count / product : 1))];
    }

    private static long? SizeOf(string size, Dictionary<string, long> sizes) =>
        long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out long number) || sizes.TryGetValue(size, out number) ? number : null;
}
