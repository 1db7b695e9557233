using System.Net.Sockets;
using System.Security.Cryptography;
using OpenGradient.Primitives;

namespace OpenGradient.Hub;

/// <summary>The body of a download: fails where it breaks off, and at its end if it does not have the expected digest.</summary>
internal sealed class PullStream(Stream source, Uri address, Digest? expected) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int readBytes = await ReadBodyAsync(buffer, cancellationToken).ConfigureAwait(false);
        _hash.AppendData(buffer.Span[..readBytes]);
        if (readBytes == 0)
            RequireExpected(Digest.Finish(_hash));
        return readBytes;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
            source.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>The exception for a download that could not be finished.</summary>
    public static InvalidInputException Broken(Uri address, Exception error) =>
        new(InvalidInputKind.NotFound, "source", $"{address} could not be fetched: {Reason(error)}", error);

    // The message of a failed handshake says no more than that another exception has the reason.
    private static string Reason(Exception error) => error is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError, InnerException: { } inner }
        ? $"there is no secure connection: {inner.Message}"
        : error.Message;

    private async ValueTask<int> ReadBodyAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or SocketException)
        {
            throw Broken(address, error);
        }
    }

    private void RequireExpected(Digest actual)
    {
        if (expected is not null && actual != expected)
            throw new InvalidInputException(InvalidInputKind.Conflict, "sha256", $"The file has the SHA-256 {actual}, not {expected} as required.");
    }
}
