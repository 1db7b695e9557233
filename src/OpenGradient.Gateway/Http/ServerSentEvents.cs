using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace OpenGradient.Gateway;

/// <summary>A stream of events, each one JSON value: with names where the API has them, and nothing else, because official clients parse every line.</summary>
internal sealed class ServerSentEvents : IDisposable
{
    private readonly HttpContext _context;
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Sets the headers; they go out with the first event.</summary>
    public ServerSentEvents(HttpContext context)
    {
        _context = context;
        context.Response.ContentType = MediaTypes.EventStream;
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers["X-Accel-Buffering"] = "no";
    }

    /// <summary>Sends what <paramref name="write"/> writes with the methods below. Answers that grow at the same time wait for each other here.</summary>
    public async ValueTask SendAsync(Action write, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            write();
            await _context.Response.BodyWriter.FlushAsync(cancellationToken).ConfigureAwait(false);
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
