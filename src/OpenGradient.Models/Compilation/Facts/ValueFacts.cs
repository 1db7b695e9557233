using System.Globalization;
using System.Runtime.InteropServices;
using OpenGradient.Programs;

namespace OpenGradient.Models.Compilation;

/// <summary>What is known of a value before any run; null stands for what only a run tells.</summary>
/// <param name="Type">The element type.</param>
/// <param name="Shape">The dimensions, outermost first; null without a known number of dimensions.</param>
/// <param name="Integers">The elements of a short list or scalar of <c>i64</c> or <c>i32</c>, such as a shape that is being computed.</param>
internal sealed record ValueFacts(ElementType? Type, long?[]? Shape, long?[]? Integers = null)
{
    /// <summary>Nothing is known.</summary>
    public static ValueFacts Unknown { get; } = new(null, null);

    /// <summary>The number of dimensions, if known.</summary>
    public int? Rank => Shape?.Length;

    /// <summary>The dimensions if all of them are known; else null.</summary>
    public long[]? KnownShape => Known(Shape);

    /// <summary>The elements of a short list of integers if all of them are known; else null.</summary>
    public long[]? KnownIntegers => Known(Integers);

    /// <summary>A value of that type and shape; a short list of integers has elements that are not known.</summary>
    /// <remarks>What cannot be a dimension is not known: the run refuses it.</remarks>
    public static ValueFacts Of(ElementType? type, long?[]? shape)
    {
        long?[]? dimensions = shape is { Length: > ProgramValidator.MaxRank } or null ? null
            : Array.ConvertAll(shape, static dimension => dimension is >= 0 and <= int.MaxValue ? dimension : null);
        return new ValueFacts(type, dimensions, UnknownIntegers(type, dimensions));
    }

    /// <summary>What is known of a weight: everything, but only short lists are looked into.</summary>
    public static ValueFacts Of(DraftConstant constant)
    {
        // What is stored in another form means binary32: spec/exec-1, section "Stored weight encodings".
        ElementType type = ElementTypes.TryParse(constant.Encoding, out ElementType named) ? named : ElementType.Float32;
        long?[] shape = [.. constant.Shape.Select(static dimension => (long?)dimension)];
        return new ValueFacts(type, shape, UnknownIntegers(type, shape) is null ? null : Read(type, constant.Bytes.Span));
    }

    /// <summary>What is known of an input: its type, and the dimensions that are numbers.</summary>
    public static ValueFacts Of(ProgramInput input) => Of(
        input.Type,
        [.. input.Shape.Select(static text => char.IsAsciiDigit(text[0]) ? long.Parse(text, CultureInfo.InvariantCulture) : (long?)null)]);

    private static long?[] Read(ElementType type, ReadOnlySpan<byte> bytes) => type == ElementType.Int64
        ? [.. MemoryMarshal.Cast<byte, long>(bytes).ToArray().Select(static number => (long?)number)]
        : [.. MemoryMarshal.Cast<byte, int>(bytes).ToArray().Select(static number => (long?)number)];

    private static long?[]? UnknownIntegers(ElementType? type, long?[]? shape) =>
        type is ElementType.Int64 or ElementType.Int32 && shape is { Length: <= 1 } && (shape.Length == 0 ? 1 : shape[0]) is { } count and <= IntegersLimit
            ? new long?[count]
            : null;

    private static long[]? Known(long?[]? numbers) =>
        numbers is not null && Array.TrueForAll(numbers, static number => number is not null) ? Array.ConvertAll(numbers, static number => number!.Value) : null;

    private const int IntegersLimit = 256;
}
