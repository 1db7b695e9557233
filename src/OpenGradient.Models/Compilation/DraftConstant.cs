using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace OpenGradient.Models.Compilation;

/// <summary>A weight with its encoded bytes.</summary>
/// <param name="Name">The name in the model's file.</param>
/// <param name="Encoding">As <see cref="Programs.Constant.Encoding"/>.</param>
/// <param name="Shape">Outermost dimension first.</param>
/// <param name="Bytes">The encoded elements.</param>
internal sealed record DraftConstant(string Name, string Encoding, ImmutableArray<long> Shape, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>How many elements the shape asks for.</summary>
    public long ElementCount => Programs.Tensor.CountElements(Shape);

    /// <summary>A list of <c>i64</c>.</summary>
    public static DraftConstant Integers(string name, params ReadOnlySpan<long> numbers) =>
        new(name, "i64", [numbers.Length], MemoryMarshal.AsBytes(numbers).ToArray());

    /// <summary>A list of <c>f32</c>.</summary>
    public static DraftConstant Floats(string name, params ReadOnlySpan<float> numbers) =>
        new(name, "f32", [numbers.Length], MemoryMarshal.AsBytes(numbers).ToArray());

    /// <summary>One <c>f32</c> without dimensions.</summary>
    public static DraftConstant Scalar(string name, float number)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, number);
        return new DraftConstant(name, "f32", [], bytes);
    }

    /// <summary>One <c>f64</c> without dimensions.</summary>
    public static DraftConstant Scalar(string name, double number)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, number);
        return new DraftConstant(name, "f64", [], bytes);
    }
}
