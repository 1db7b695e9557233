using System.Runtime.InteropServices;
using OpenGradient.Receipts;

namespace OpenGradient.Client;

/// <summary>An input or output of a model: its name, and the tensor as receipts hold it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Content">Type, shape and elements.</param>
public sealed record NamedTensor(string Name, TensorContent Content)
{
    /// <summary>The element types of .NET that a tensor can be made of and read as, with their names in receipts and on the wire.</summary>
    private static readonly (Type Type, string Name, string WireName)[] Types =
    [
        (typeof(float), "f32", "FP32"), (typeof(double), "f64", "FP64"), (typeof(Half), "f16", "FP16"), (typeof(bool), "bool", "BOOL"),
        (typeof(sbyte), "i8", "INT8"), (typeof(short), "i16", "INT16"), (typeof(int), "i32", "INT32"), (typeof(long), "i64", "INT64"),
        (typeof(byte), "u8", "UINT8"), (typeof(ushort), "u16", "UINT16"), (typeof(uint), "u32", "UINT32"), (typeof(ulong), "u64", "UINT64"),
    ];

    /// <summary>The name of the element type in the Open Inference Protocol.</summary>
    internal string WireType => Types.FirstOrDefault(type => type.Name == Content.Type).WireName ?? throw new ArgumentException($"A tensor of type {Content.Type} cannot be sent.");

    /// <summary>A tensor of elements in row-major order; <paramref name="shape"/> is [d0, d1, …].</summary>
    /// <exception cref="ArgumentException">There is no tensor of <typeparamref name="T"/>, or the shape has another number of elements.</exception>
    public static NamedTensor Create<T>(string name, ReadOnlySpan<long> shape, ReadOnlySpan<T> elements)
        where T : unmanaged
    {
        long count = 1;
        foreach (long dimension in shape)
            count *= dimension;
        return count == elements.Length
            ? new(name, new TensorContent(NameOf<T>(), [.. shape], MemoryMarshal.AsBytes(elements).ToArray()))
            : throw new ArgumentException($"Shape [{string.Join(',', shape.ToArray())}] has {count} elements, and {elements.Length} were given.", nameof(elements));
    }

    /// <summary>The elements in row-major order.</summary>
    /// <exception cref="ArgumentException">They are of another type than <typeparamref name="T"/>.</exception>
    public T[] ToArray<T>()
        where T : unmanaged =>
        NameOf<T>() == Content.Type ? MemoryMarshal.Cast<byte, T>(Content.Bytes.Span).ToArray() : throw new ArgumentException($"The tensor '{Name}' is of type {Content.Type}, not {NameOf<T>()}.");

    private static string NameOf<T>() =>
        Types.FirstOrDefault(static type => type.Type == typeof(T)).Name ?? throw new ArgumentException($"There is no tensor of {typeof(T).Name}.");
}
