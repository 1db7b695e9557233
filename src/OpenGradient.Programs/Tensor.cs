using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OpenGradient.Primitives;

namespace OpenGradient.Programs;

/// <summary>A dense tensor: element type, shape, and its elements row-major and little-endian.</summary>
/// <remarks>Plain data. Whoever holds it owns the bytes; a run never keeps its inputs.</remarks>
public sealed class Tensor
{
    /// <exception cref="InvalidInputException">The bytes are not exactly as many as type and shape say, or a dimension is negative.</exception>
    public Tensor(ElementType type, ImmutableArray<long> shape, byte[] bytes)
    {
        Type = type;
        Shape = shape;
        Bytes = bytes;
        ElementCount = CountElements(shape);
        if (bytes.Length != ElementCount * type.SizeBytes())
        {
            throw new InvalidInputException(
                InvalidInputKind.Invalid,
                "shape",
                $"A tensor {type.CanonicalName()}[{string.Join(',', shape)}] takes {ElementCount * type.SizeBytes()} bytes, not {bytes.Length}.");
        }
    }

    /// <summary>The type of each element.</summary>
    public ElementType Type { get; }

    /// <summary>The dimensions, outermost first; empty for a scalar.</summary>
    public ImmutableArray<long> Shape { get; }

    /// <summary>The elements, row-major, little-endian.</summary>
    public byte[] Bytes { get; }

    /// <summary>The product of the dimensions; 1 for a scalar.</summary>
    public long ElementCount { get; }

    /// <summary>The elements as <typeparamref name="T"/>, which must have the size of the element type.</summary>
    public Span<T> As<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Bytes.AsSpan());

    /// <summary>A tensor over a copy of <paramref name="elements"/>.</summary>
    public static Tensor Create<T>(ElementType type, ImmutableArray<long> shape, ReadOnlySpan<T> elements)
        where T : unmanaged => new(type, shape, MemoryMarshal.AsBytes(elements).ToArray());

    /// <summary>The product of <paramref name="shape"/>, checked.</summary>
    /// <exception cref="InvalidInputException">A dimension is negative, or the product does not fit 63 bits.</exception>
    public static long CountElements(ImmutableArray<long> shape)
    {
        try
        {
            long count = 1;
            foreach (long dimension in shape)
                count = dimension >= 0 ? checked(count * dimension) : throw BadShape(shape);
            return count;
        }
        catch (OverflowException)
        {
            throw BadShape(shape);
        }
    }

    private static InvalidInputException BadShape(ImmutableArray<long> shape) =>
        new(InvalidInputKind.Invalid, "shape", $"[{string.Join(',', shape)}] is not the shape of a tensor.");
}
