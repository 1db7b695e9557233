using OpenGradient.Models.Files;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Models.Gguf;

/// <summary>The tensors behind a Program's constants, in the mapped file.</summary>
internal sealed class GgufConstants(MappedFile file, IReadOnlyList<GgufTensor> tensors) : IConstantSource
{
    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Read(int index) => Read(file, tensors[index]);

    /// <summary>The digest of a tensor's bytes.</summary>
    public static Digest DigestOf(MappedFile file, GgufTensor tensor) => Digest.Sha256(Read(file, tensor).Span);

    private static ReadOnlyMemory<byte> Read(MappedFile file, GgufTensor tensor) => file.Slice(tensor.Offset, (int)tensor.LengthBytes);
}
