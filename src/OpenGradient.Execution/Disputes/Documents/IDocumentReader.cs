namespace OpenGradient.Execution.Disputes;

/// <summary>Reads parts of documents; who proves reads the documents, who judges reads what was opened.</summary>
internal interface IDocumentReader
{
    /// <summary>Copies bytes of a document.</summary>
    /// <exception cref="MissingEvidenceException">The tile was not opened.</exception>
    void Read(DocumentName document, long offset, Span<byte> destination);
}
