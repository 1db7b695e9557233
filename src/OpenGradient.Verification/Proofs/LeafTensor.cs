using OpenGradient.Programs;
using OpenGradient.Receipts;

namespace OpenGradient.Verification;

/// <summary>A tensor from the content of a leaf.</summary>
internal static class LeafTensor
{
    /// <summary>The tensor; null if the content is of another form.</summary>
    public static Tensor? TryRead(ReadOnlyMemory<byte> content) =>
        TensorContent.TryParse(content, out TensorContent? tensor) && ElementTypes.TryParse(tensor.Type, out ElementType type)
            ? new Tensor(type, tensor.Shape, tensor.Bytes.ToArray())
            : null;
}
