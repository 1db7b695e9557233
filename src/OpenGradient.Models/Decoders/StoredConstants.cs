using OpenGradient.Programs;

namespace OpenGradient.Models.Decoders;

/// <summary>The tensors behind a Program's constants.</summary>
internal sealed class StoredConstants(IReadOnlyList<StoredTensor> tensors) : IConstantSource
{
    /// <inheritdoc/>
    public bool IsReadInPlace => true;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Read(int index) => tensors[index].Data.Join();

    /// <inheritdoc/>
    public ConstantBytes Locate(int index) => tensors[index].Data;
}
