using System.Collections.Immutable;
using OpenGradient.Models.Decoders;
using OpenGradient.Models.Files;

namespace OpenGradient.Models.Gguf;

/// <summary>One tensor of a GGUF file, its place already checked against the file's length.</summary>
/// <param name="Name">The name, unique in the file.</param>
/// <param name="Type">The stored encoding.</param>
/// <param name="Shape">Row-major, outermost dimension first: the reverse of the order in the file.</param>
/// <param name="Offset">From the start of the file.</param>
/// <param name="LengthBytes">How many bytes it takes.</param>
internal sealed record GgufTensor(string Name, GgufTensorType Type, ImmutableArray<long> Shape, long Offset, long LengthBytes)
{
    /// <summary>The tensor in its file.</summary>
    public StoredTensor In(MappedFile file) => With(file.Slice(Offset, checked((int)LengthBytes)));

    /// <summary>The tensor with its bytes.</summary>
    public StoredTensor With(ReadOnlyMemory<byte> data) => new(Name, Type.Encoding(), Type.BlockElements(), Shape, data);
}
