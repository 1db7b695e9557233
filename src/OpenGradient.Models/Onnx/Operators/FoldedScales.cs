using System.Runtime.InteropServices;
using OpenGradient.Models.Compilation;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary>Arithmetic on constant scales while a model is compiled: each operation rounded once to binary32, as the steps would.</summary>
internal static class FoldedScales
{
    /// <summary>(a · b) / y; null if one is not a constant of <c>f32</c>, or more than one has more than one element.</summary>
    public static DraftConstant? TryFactor(DraftConstant? a, DraftConstant? b, DraftConstant? y) =>
        TryProduct(a, b) is { } product ? TryMap(product, y, static (x, divisor) => x / divisor) : null;

    /// <summary>a · b; null as above.</summary>
    public static DraftConstant? TryProduct(DraftConstant? a, DraftConstant? b) => TryMap(a, b, static (x, factor) => x * factor);

    /// <summary>The elements of a constant of <c>f32</c>.</summary>
    public static ReadOnlySpan<float> Floats(DraftConstant constant) => MemoryMarshal.Cast<byte, float>(constant.Bytes.Span);

    private static DraftConstant? TryMap(DraftConstant? x, DraftConstant? y, Func<float, float, float> function)
    {
        if (x is not { Encoding: "f32", Shape.Length: <= 1 } || y is not { Encoding: "f32", Shape.Length: <= 1 } || x.ElementCount == 0 || y.ElementCount == 0 || (x.ElementCount != 1 && y.ElementCount != 1))
            return null;
        ReadOnlySpan<float> left = Floats(x);
        ReadOnlySpan<float> right = Floats(y);
        float[] result = new float[Math.Max(left.Length, right.Length)];
        for (int i = 0; i < result.Length; i++)
            result[i] = function(left[left.Length == 1 ? 0 : i], right[right.Length == 1 ? 0 : i]);
        return new DraftConstant("factor", "f32", [result.Length], MemoryMarshal.AsBytes(result.AsSpan()).ToArray());
    }
}
