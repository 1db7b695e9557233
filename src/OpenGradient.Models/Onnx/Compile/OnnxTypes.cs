using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using OpenGradient.Models.Onnx.Wire;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Models.Onnx.Compile;

/// <summary>The element types of ONNX and those of exec-1.</summary>
internal static class OnnxTypes
{
    private static readonly FrozenDictionary<OnnxDataType, ElementType> Types = new Dictionary<OnnxDataType, ElementType>
    {
        [OnnxDataType.Float] = ElementType.Float32,
        [OnnxDataType.UInt8] = ElementType.UInt8,
        [OnnxDataType.Int8] = ElementType.Int8,
        [OnnxDataType.UInt16] = ElementType.UInt16,
        [OnnxDataType.Int16] = ElementType.Int16,
        [OnnxDataType.Int32] = ElementType.Int32,
        [OnnxDataType.Int64] = ElementType.Int64,
        [OnnxDataType.Bool] = ElementType.Bool,
        [OnnxDataType.Float16] = ElementType.Float16,
        [OnnxDataType.Double] = ElementType.Float64,
        [OnnxDataType.UInt32] = ElementType.UInt32,
        [OnnxDataType.UInt64] = ElementType.UInt64,
        [OnnxDataType.BFloat16] = ElementType.BFloat16,
        [OnnxDataType.Float8E4M3Fn] = ElementType.Float8E4M3Fn,
        [OnnxDataType.Float8E4M3FnUz] = ElementType.Float8E4M3FnUz,
        [OnnxDataType.Float8E5M2] = ElementType.Float8E5M2,
        [OnnxDataType.Float8E5M2FnUz] = ElementType.Float8E5M2FnUz,
        [OnnxDataType.UInt4] = ElementType.UInt4,
        [OnnxDataType.Int4] = ElementType.Int4,
        [OnnxDataType.Float4E2M1] = ElementType.Float4E2M1,
        [OnnxDataType.Float8E8M0] = ElementType.Float8E8M0,
        [OnnxDataType.UInt2] = ElementType.UInt2,
        [OnnxDataType.Int2] = ElementType.Int2,
    }.ToFrozenDictionary();

    /// <summary>The element type that a graph declares.</summary>
    /// <exception cref="InvalidInputException">exec-1 does not have it: text, complex numbers, or a number that stands for nothing.</exception>
    public static ElementType Require(OnnxDataType type, string subject) => TryFind(type, out ElementType? found)
        ? found.Value
        : throw new InvalidInputException(InvalidInputKind.Unsupported, subject, $"{subject} has the element type {Describe(type)}, which exec-1 does not have.");

    /// <summary>The type of a graph's input or output in a word.</summary>
    public static string Describe(OnnxValueInfo info) =>
        !info.IsTensor ? info.Kind : TryFind(info.DataType, out ElementType? found) ? found.Value.CanonicalName() : Describe(info.DataType);

    private static bool TryFind(OnnxDataType type, [NotNullWhen(true)] out ElementType? found)
    {
        found = Types.TryGetValue(type, out ElementType known) ? known : null;
        return found is not null;
    }

    private static string Describe(OnnxDataType type) => type switch
    {
        OnnxDataType.String => "string",
        OnnxDataType.Complex64 => "complex64",
        OnnxDataType.Complex128 => "complex128",
        _ => $"number {(int)type}",
    };
}
