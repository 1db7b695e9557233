using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>The whole body of a request, in a pooled buffer.</summary>
internal readonly struct RequestBody : IDisposable
{
    private const int FirstBufferBytes = 16 * 1024;

    private readonly byte[] _buffer;
    private readonly int _sizeBytes;

    private RequestBody(byte[] buffer, int sizeBytes)
    {
        _buffer = buffer;
        _sizeBytes = sizeBytes;
    }

    /// <summary>The bytes, valid until the body is disposed.</summary>
    public ReadOnlySpan<byte> Span => _buffer.AsSpan(0, _sizeBytes);

    /// <summary>Reads the body; the server refuses it beyond the limit of the endpoint.</summary>
    public static async ValueTask<RequestBody> ReadAsync(HttpContext context)
    {
        RequireWithinLimit(context);
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(context.Request.ContentLength + 1 ?? FirstBufferBytes, Array.MaxLength));
        int sizeBytes = 0;
        try
        {
            int readBytes;
            while ((readBytes = await context.Request.Body.ReadAsync(buffer.AsMemory(sizeBytes), context.RequestAborted).ConfigureAwait(false)) > 0)
            {
                sizeBytes += readBytes;
                if (sizeBytes == buffer.Length)
                    buffer = Grow(buffer);
            }

            return new RequestBody(buffer, sizeBytes);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    /// <summary>Refuses a body that announces more than the endpoint takes before a byte of it is held.</summary>
    private static void RequireWithinLimit(HttpContext context)
    {
        long? limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
        if (context.Request.ContentLength > limit)
            throw new InvalidInputException(InvalidInputKind.TooLarge, "body", $"The body is larger than the limit of {limit} bytes.");
    }

    private static byte[] Grow(byte[] buffer)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(2 * buffer.Length);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
