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
        if (!ElementTypes.TryParse(constant.Encoding, out ElementType type))
            throw Error(constant, index, InvalidInputKind.Unsupported, $"the encoding '{constant.Encoding}' is not one of exec-1");
        if (encoded.Length != (long)Shapes.ElementCount(shape) * type.SizeBytes())
            throw Error(constant, index, InvalidInputKind.Invalid, $"{type.CanonicalName()}{Shapes.Describe(shape)} does not take {encoded.Length} bytes");
        byte[] bytes = type == ElementType.Float32 ? CanonicalNaN.Copy(encoded) : encoded.ToArray();
        return new Value(type, shape, bytes, buffer: null);
    }

    /// <summary>An error about a constant: which, and what.</summary>
    public static InvalidInputException Error(Constant constant, int index, InvalidInputKind kind, string what) =>
        new(kind, $"constant '{constant.Name}'", $"Constant {index} ('{constant.Name}'): {what}.");
}
