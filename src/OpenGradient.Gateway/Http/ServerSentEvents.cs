using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace OpenGradient.Gateway;

/// <summary>A stream of <c>data:</c> lines and nothing else: official clients parse every one as JSON and stop at <c>[DONE]</c>.</summary>
internal sealed class ServerSentEvents(HttpContext context)
{
    /// <summary>Sets the headers; they go out with the first event.</summary>
    public void Begin()
    {
        context.Response.ContentType = MediaTypes.EventStream;
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers["X-Accel-Buffering"] = "no";
    }

    /// <summary>Sends one JSON event.</summary>
    public async Task SendAsync(Action<Utf8JsonWriter> write, CancellationToken cancellationToken)
    {
        WriteEvent(JsonResponse.Format(write));
        await context.Response.BodyWriter.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends the end of the stream.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        WriteEvent("[DONE]"u8);
        await context.Response.BodyWriter.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private void WriteEvent(ReadOnlySpan<byte> data)
    {
        IBufferWriter<byte> body = context.Response.BodyWriter;
        body.Write("data: "u8);
        body.Write(data);
        body.Write("\n\n"u8);
    }
}
