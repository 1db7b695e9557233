using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>How a tensor from outside becomes a value: NaNs in the one form that exec-1 has, booleans as 0 or 1.</summary>
internal static class InputValue
{
    /// <summary>Shares the tensor's bytes unless they need a canonical form.</summary>
    public static Value Create(Tensor tensor) =>
        new(tensor.Type, Shapes.FromImmutable(tensor.Shape), Canonicalize(tensor.Type, tensor.Bytes), buffer: null);

    private static byte[] Canonicalize(ElementType type, byte[] bytes)
    {
        if (type == ElementType.Float32)
            return CanonicalNaN.IsNeeded(bytes) ? CanonicalNaN.Copy(bytes) : bytes;
        if (type == ElementType.Bool && bytes.AsSpan().ContainsAnyExceptInRange((byte)0, (byte)1))
            return Array.ConvertAll(bytes, static element => element == 0 ? (byte)0 : (byte)1);
        return bytes;
    }
}
