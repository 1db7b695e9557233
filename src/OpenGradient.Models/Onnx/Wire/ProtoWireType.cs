namespace OpenGradient.Models.Onnx.Wire;

/// <summary>The wire types of Protocol Buffers; groups (3, 4) do not occur in ONNX and are refused.</summary>
internal enum ProtoWireType
{
    /// <summary>A base-128 integer.</summary>
    Varint = 0,

    /// <summary>Eight bytes.</summary>
    Fixed64 = 1,

    /// <summary>A length, then that many bytes.</summary>
    Bytes = 2,

    /// <summary>Four bytes.</summary>
    Fixed32 = 5,
}
