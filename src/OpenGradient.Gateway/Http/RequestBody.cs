using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>The whole body of a request, in a pooled buffer.</summary>
internal readonly struct RequestBody : IDisposable
{
    private const int FirstBufferBytes = 16 * 1024;
    private const long LargestLimit = 1 << 30;

    private readonly byte[] _buffer;
    private readonly int _sizeBytes;

    private RequestBody(byte[] buffer, int sizeBytes)
    {
        _buffer = buffer;
        _sizeBytes = sizeBytes;
    }

    /// <summary>The bytes, valid until the body is disposed.</summary>
    public ReadOnlySpan<byte> Span => _buffer.AsSpan(0, _sizeBytes);

    /// <summary>Reads the body.</summary>
    /// <remarks>
    /// A body that is too large is read a while longer and dropped before it is refused: a client that is still sending would
    /// otherwise see a broken connection instead of the answer.
    /// </remarks>
    /// <exception cref="InvalidInputException">It is larger than the endpoint's limit.</exception>
    public static async ValueTask<RequestBody> ReadAsync(HttpContext context)
    {
        long limit = TakeOverLimit(context);
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(context.Request.ContentLength + 1 ?? FirstBufferBytes, limit + 1));
        int sizeBytes = 0;
        try
        {
            int readBytes;
            while ((readBytes = await context.Request.Body.ReadAsync(buffer.AsMemory(sizeBytes), context.RequestAborted).ConfigureAwait(false)) > 0)
            {
                sizeBytes += readBytes;
                if (sizeBytes > limit)
                    throw await RefuseAsync(context, limit, buffer).ConfigureAwait(false);
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

    /// <summary>The server's limit, which from here on is kept by this reader.</summary>
    private static long TakeOverLimit(HttpContext context)
    {
        IHttpMaxRequestBodySizeFeature feature = context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>();
        long limit = Math.Min(feature.MaxRequestBodySize ?? LargestLimit, LargestLimit);
        feature.MaxRequestBodySize = null;
        return limit;
    }

    private static async Task<InvalidInputException> RefuseAsync(HttpContext context, long limit, byte[] buffer)
    {
        long dropBytes = limit * 4;
        int readBytes;
        while (dropBytes > 0 && (readBytes = await context.Request.Body.ReadAsync(buffer, context.RequestAborted).ConfigureAwait(false)) > 0)
            dropBytes -= readBytes;
        return new InvalidInputException(InvalidInputKind.TooLarge, "body", $"The body is larger than the limit of {limit} bytes.");
    }

    private static byte[] Grow(byte[] buffer)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(2 * buffer.Length);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
