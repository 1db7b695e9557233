namespace OpenGradient.Transparency.Log;

/// <summary>The bytes under the sequence file; tests put a failing disk here.</summary>
internal interface ISequenceStorage : IDisposable
{
    long Length { get; }

    int Read(Span<byte> destination, long offset);

    void Write(ReadOnlySpan<byte> source, long offset);

    /// <summary>Returns when everything written is on the disk.</summary>
    void Flush();
}
