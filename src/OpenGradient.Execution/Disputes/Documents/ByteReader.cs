namespace OpenGradient.Execution.Disputes;

/// <summary>Documents in full, without their tiles.</summary>
/// <param name="find">Gets the bytes of a document.</param>
internal sealed class ByteReader(Func<DocumentName, ReadOnlyMemory<byte>> find) : IDocumentReader
{
    /// <inheritdoc/>
    public void Read(DocumentName document, long offset, Span<byte> destination) =>
        find(document).Span.Slice((int)offset, destination.Length).CopyTo(destination);
}
