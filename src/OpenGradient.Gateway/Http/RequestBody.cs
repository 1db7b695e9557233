using System.Buffers;

namespace OpenGradient.Gateway;

/// <summary>The whole body of a request, in a pooled buffer that grows as the body arrives.</summary>
internal sealed class RequestBody(BodyMemory memory, string client) : IDisposable
{
    private const int FirstBytes = 16 * 1024;

    private byte[] _buffer = [];
    private int _sizeBytes;

    /// <summary>The bytes, valid until the body is disposed.</summary>
    public ReadOnlySpan<byte> Span => _buffer.AsSpan(0, _sizeBytes);

    /// <summary>How much there is.</summary>
    public int SizeBytes => _sizeBytes;

    /// <summary>Room for more, at least one byte.</summary>
    /// <exception cref="NodeBusyException">Bodies take too much memory already, all or this client's.</exception>
    public Memory<byte> Rest()
    {
        if (_sizeBytes == _buffer.Length)
            Grow();
        return _buffer.AsMemory(_sizeBytes);
    }

    /// <summary>Counts bytes that were written to <see cref="Rest"/>.</summary>
    public void Advance(int count) => _sizeBytes += count;

    public void Dispose()
    {
        Return(_buffer);
        _buffer = [];
        _sizeBytes = 0;
    }

    private void Grow()
    {
        byte[] smaller = _buffer;
        int length = (int)Math.Clamp(2L * smaller.Length, FirstBytes, Array.MaxLength);
        memory.Take(client, length);
        _buffer = ArrayPool<byte>.Shared.Rent(length); // the pool has powers of two, and makes what is larger to measure
        smaller.CopyTo(_buffer, 0);
        Return(smaller);
    }

    private void Return(byte[] buffer)
    {
        if (buffer.Length == 0)
            return;
        memory.Give(client, buffer.Length);
        ArrayPool<byte>.Shared.Return(buffer);
    }
}
