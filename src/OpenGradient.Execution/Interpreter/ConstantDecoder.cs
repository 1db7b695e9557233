using System.Runtime.InteropServices;
using OpenGradient.Kernels;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>From stored bytes to values.</summary>
internal static class ConstantDecoder
{
    /// <exception cref="InvalidInputException">The encoding is unknown, or the bytes are not as many as the shape asks for.</exception>
    public static Value Decode(Constant constant, int index, ReadOnlySpan<byte> encoded)
    {
        int[] shape = Shapes.FromImmutable(constant.Shape);
        if (!ElementTypes.TryParse(constant.Encoding, out ElementType type) && StoredEncodings.TryFind(constant.Encoding, out StoredEncoding? stored))
            return Widen(constant, index, stored, shape, encoded);
        if (!ElementTypes.TryParse(constant.Encoding, out type))
            throw Error(constant, index, InvalidInputKind.Unsupported, $"the encoding '{constant.Encoding}' is not one of exec-1");
        if (encoded.Length != (long)Shapes.ElementCount(shape) * type.SizeBytes())
            throw Error(constant, index, InvalidInputKind.Invalid, $"{type.CanonicalName()}{Shapes.Describe(shape)} does not take {encoded.Length} bytes");
        byte[] bytes = encoded.ToArray();
        CanonicalForm.Apply(type, bytes);
        return new Value(type, shape, bytes, buffer: null);
    }

    /// <summary>As <see cref="Decode"/>, but <c>f16</c> and <c>bf16</c> become <c>f32</c>: weights mean those numbers wherever they are stored.</summary>
    public static Value DecodeWeights(Constant constant, int index, ReadOnlySpan<byte> encoded) =>
        constant.Encoding is "f16" or "bf16" && StoredEncodings.TryFind(constant.Encoding, out StoredEncoding? stored)
            ? Widen(constant, index, stored, Shapes.FromImmutable(constant.Shape), encoded)
            : Decode(constant, index, encoded);

    /// <summary>As <see cref="DecodeWeights"/>, but over the source's own bytes where they are in canonical form: valid while loading only.</summary>
    public static Value Borrow(Constant constant, int index, ReadOnlyMemory<byte> encoded)
    {
        int[] shape = Shapes.FromImmutable(constant.Shape);
        bool isPlain = constant.Encoding == "f32" && encoded.Length == (long)Shapes.ElementCount(shape) * sizeof(float) && !CanonicalNaN.IsNeeded(encoded.Span);
        return isPlain
            ? new Value(ElementType.Float32, shape, MemoryMarshal.AsMemory(encoded), buffer: null)
            : DecodeWeights(constant, index, encoded.Span);
    }

    private static Value Widen(Constant constant, int index, StoredEncoding stored, int[] shape, ReadOnlySpan<byte> encoded)
    {
        int count = Shapes.ElementCount(shape);
        if ((shape.Length == 0 ? 1 : shape[^1]) % stored.BlockElements != 0 || encoded.Length != stored.LengthBytes(count))
            throw Error(constant, index, InvalidInputKind.Invalid, $"{stored.Name}{Shapes.Describe(shape)} does not take {encoded.Length} bytes");
        byte[] bytes = GC.AllocateUninitializedArray<byte>(checked(count * sizeof(float)));
        stored.Widen(encoded, MemoryMarshal.Cast<byte, float>(bytes.AsSpan()));
        return new Value(ElementType.Float32, shape, bytes, buffer: null);
    }

    /// <summary>An error about a constant: which, and what.</summary>
    public static InvalidInputException Error(Constant constant, int index, InvalidInputKind kind, string what) =>
        new(kind, $"constant '{constant.Name}'", $"Constant {index} ('{constant.Name}'): {what}.");
}
