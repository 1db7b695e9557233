using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace OpenGradient.Gateway;

/// <summary>A stream of events, each one JSON value: with names where the API has them. Between them come comments, because official clients parse everything else.</summary>
/// <remarks>
/// Nothing is kept for a client that reads slowly but what the server and the system hold of each connection: sending waits until there is
/// room. A client that makes no room for a given time loses its connection.
/// </remarks>
internal sealed class ServerSentEvents : IDisposable
{
    private readonly HttpContext _context;
    private readonly TimeSpan _readerTime;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private bool _isStalled;

    /// <summary>Sets the headers; they go out with the first event.</summary>
    /// <param name="context">The request.</param>
    /// <param name="readerTime">How long an event may wait for room.</param>
    public ServerSentEvents(HttpContext context, TimeSpan readerTime)
    {
        _context = context;
        _readerTime = readerTime;
        context.Response.ContentType = MediaTypes.EventStream;
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers["X-Accel-Buffering"] = "no";
    }

    /// <summary>Sends what <paramref name="write"/> writes with the methods below. Answers that grow at the same time wait for each other here.</summary>
    /// <exception cref="OperationCanceledException">Cancelled, or the client has not read for too long.</exception>
    public async ValueTask SendAsync(Action write, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isStalled)
                throw new OperationCanceledException();
            write();
            ValueTask<FlushResult> flush = _context.Response.BodyWriter.FlushAsync(cancellationToken);
            if (flush.IsCompleted)
                await flush.ConfigureAwait(false);
            else
                await flush.AsTask().WaitAsync(_readerTime, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException stalled)
        {
            _isStalled = true;
            _context.Abort();
            throw new OperationCanceledException("The client does not read.", stalled);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Writes an event without a name.</summary>
    public void Write(Action<Utf8JsonWriter> write) => Write(JsonResponse.Format(write));

    /// <summary>Writes an event with a name.</summary>
    public void Write(string name, Action<Utf8JsonWriter> write)
    {
        Encoding.ASCII.GetBytes($"event: {name}\n", _context.Response.BodyWriter);
        Write(JsonResponse.Format(write));
    }

    /// <summary>Writes a comment, which clients pass over: a line that begins with a colon.</summary>
    public void WriteComment(string line) => Encoding.UTF8.GetBytes($"{line}\n\n", _context.Response.BodyWriter);

    /// <summary>Writes the end mark of the OpenAI API.</summary>
    public void WriteDone() => Write("[DONE]"u8);

    public void Dispose() => _turn.Dispose();

    private void Write(ReadOnlySpan<byte> data)
    {
        IBufferWriter<byte> body = _context.Response.BodyWriter;
        body.Write("data: "u8);
        body.Write(data);
        body.Write("\n\n"u8);
    }
}
