using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Cli.Proving;

/// <summary>Numbers in nested lists of JSON, as they are written, and how they are nested.</summary>
internal sealed class NumberList
{
    private const int MaximumDepth = 16;

    private readonly List<string> _numbers = [];
    private readonly string _subject;

    private NumberList(string subject) => _subject = subject;

    /// <summary>The sizes of the lists, the outermost first; none for a number alone.</summary>
    public ImmutableArray<long> Shape { get; private set; } = [];

    public long Count => _numbers.Count;

    /// <exception cref="InvalidInputException">Lists of one depth have different lengths, or something is no number.</exception>
    public static NumberList Read(JsonElement json, string subject)
    {
        NumberList list = new(subject);
        var shape = ImmutableArray.CreateBuilder<long>();
        for (JsonElement level = json; level.ValueKind == JsonValueKind.Array; level = level[0])
        {
            shape.Add(level.GetArrayLength());
            if (level.GetArrayLength() == 0 || shape.Count > MaximumDepth)
                break;
        }

        list.Shape = shape.ToImmutable();
        list.Add(json, 0);
        return list;
    }

    /// <summary>The elements of an array.</summary>
    /// <exception cref="InvalidInputException">The array has a type without numbers.</exception>
    public static NumberList Of(Tensor array, string subject)
    {
        NumberList list = new(subject) { Shape = array.Shape };
        list._numbers.AddRange(array.Type switch
        {
            ElementType.Float32 => Texts(array.As<float>()),
            ElementType.Float64 => Texts(array.As<double>()),
            ElementType.Float16 => Texts(array.As<Half>()),
            ElementType.Int64 => Texts(array.As<long>()),
            ElementType.UInt64 => Texts(array.As<ulong>()),
            ElementType.Int32 => Texts(array.As<int>()),
            ElementType.UInt32 => Texts(array.As<uint>()),
            ElementType.Int16 => Texts(array.As<short>()),
            ElementType.UInt16 => Texts(array.As<ushort>()),
            ElementType.Int8 => Texts(array.As<sbyte>()),
            ElementType.UInt8 or ElementType.Bool => Texts(array.As<byte>()),
            _ => throw new InvalidInputException(InvalidInputKind.Unsupported, subject, $"arrays of type {array.Type.CanonicalName()} have no form here."),
        });
        return list;
    }

    private static string[] Texts<T>(ReadOnlySpan<T> elements)
        where T : struct, IFormattable => Array.ConvertAll(elements.ToArray(), static element => element.ToString(null, CultureInfo.InvariantCulture));

    /// <summary>The numbers as whole numbers.</summary>
    public long[] ToIntegers() => [.. _numbers.Select(ReadInteger)];

    /// <summary>The numbers as elements of a type.</summary>
    /// <exception cref="InvalidInputException">A number is none of the type.</exception>
    public Tensor ToTensor(ElementType type, ImmutableArray<long> shape)
    {
        if (type == ElementType.Float32)
            return Tensor.Create<float>(type, shape, [.. _numbers.Select(text => Finite(float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture), text, type))]);
        if (type == ElementType.Float64)
            return Tensor.Create<double>(type, shape, [.. _numbers.Select(text => Finite(ReadReal(text), text, type))]);
        if (type == ElementType.Float16)
            return Tensor.Create<Half>(type, shape, [.. _numbers.Select(text => Finite(Half.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture), text, type))]);
        if (!type.IsInteger() && type != ElementType.Bool)
            throw new InvalidInputException(InvalidInputKind.Unsupported, _subject, $"inputs of type {type.CanonicalName()} have no form here: give them in an .npz file.");
        byte[] bytes = new byte[_numbers.Count * type.SizeBytes()];
        for (int index = 0; index < _numbers.Count; index++)
        {
            long number = ReadInteger(_numbers[index]);
            if (!IsElement(type, number))
                throw new InvalidInputException(InvalidInputKind.Invalid, _subject, $"{number} is no element of type {type.CanonicalName()}.");
            MemoryMarshal.AsBytes(new Span<long>(ref number))[..type.SizeBytes()].CopyTo(bytes.AsSpan(index * type.SizeBytes()));
        }

        return new Tensor(type, shape, bytes);
    }

    private void Add(JsonElement json, int depth)
    {
        if (json.ValueKind == JsonValueKind.Array && depth < Shape.Length && json.GetArrayLength() == Shape[depth])
        {
            foreach (JsonElement item in json.EnumerateArray())
                Add(item, depth + 1);
            return;
        }

        if (depth != Shape.Length || json.ValueKind == JsonValueKind.Array)
            throw new InvalidInputException(InvalidInputKind.Invalid, _subject, "its lists are of different lengths or depths.");
        _numbers.Add(json.ValueKind switch
        {
            JsonValueKind.Number => json.GetRawText(),
            JsonValueKind.String when double.TryParse(json.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out _) => json.GetString()!,
            JsonValueKind.True => "1",
            JsonValueKind.False => "0",
            _ => throw new InvalidInputException(InvalidInputKind.Invalid, _subject, "it holds something that is neither a number nor true or false, nor a list of them."),
        });
    }

    private static double ReadReal(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>What is beyond the type is refused: read as infinity it would give a proof about NaN.</summary>
    private T Finite<T>(T number, string text, ElementType type)
        where T : IFloatingPoint<T> => T.IsFinite(number)
            ? number
            : throw new InvalidInputException(InvalidInputKind.Invalid, _subject, $"{text} is beyond what the model's type, {type.CanonicalName()}, can hold.");

    /// <summary>A whole number, also one that is written with a point.</summary>
    private long ReadInteger(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
            return number;
        double real = ReadReal(text);
        return Math.Abs(real) < 1L << 53 && Math.Floor(real) == real
            ? (long)real
            : throw new InvalidInputException(InvalidInputKind.Invalid, _subject, $"{text} is no whole number, and the model takes whole numbers here.");
    }

    private static bool IsElement(ElementType type, long number)
    {
        if (type == ElementType.Bool)
            return number is 0 or 1;
        int bits = type.SizeBits();
        if (type.IsSigned())
            return bits == 64 || (number >= -(1L << (bits - 1)) && number < 1L << (bits - 1));
        return number >= 0 && (bits == 64 || number < 1L << bits);
    }
}
