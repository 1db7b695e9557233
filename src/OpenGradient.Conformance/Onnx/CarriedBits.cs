using OpenGradient.Models.Onnx.Wire;
using OpenGradient.Programs;

namespace OpenGradient.Conformance;

/// <summary>Test data of a type that numpy lacks, as older test sets store it: its bits, in unsigned integers of the same size.</summary>
internal static class CarriedBits
{
    /// <summary>The tensor as what the model declares, if that is such a type and what is stored are its bits; else as it is stored.</summary>
    public static Tensor As(OnnxDataType declared, Tensor stored) => (declared, stored.Type) switch
    {
        (OnnxDataType.BFloat16, ElementType.UInt16) => Of(ElementType.BFloat16, stored),
        (OnnxDataType.Float8E4M3Fn, ElementType.UInt8) => Of(ElementType.Float8E4M3Fn, stored),
        (OnnxDataType.Float8E4M3FnUz, ElementType.UInt8) => Of(ElementType.Float8E4M3FnUz, stored),
        (OnnxDataType.Float8E5M2, ElementType.UInt8) => Of(ElementType.Float8E5M2, stored),
        (OnnxDataType.Float8E5M2FnUz, ElementType.UInt8) => Of(ElementType.Float8E5M2FnUz, stored),
        _ => stored,
    };

    private static Tensor Of(ElementType type, Tensor stored) => new(type, stored.Shape, stored.Bytes);
}
