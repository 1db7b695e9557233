using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace OpenGradient.Gateway;

/// <summary>Writes a JSON body in one piece, with its length.</summary>
internal static class JsonResponse
{
    // The bodies are JSON for programs, never HTML: escaping beyond what JSON asks for only makes them longer.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>Writes the JSON and sends it.</summary>
    public static Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        ReadOnlySpan<byte> json = Format(write);
        context.Response.ContentType ??= MediaTypes.Json;
        context.Response.ContentLength = json.Length;
        context.Response.BodyWriter.Write(json);
        return context.Response.BodyWriter.FlushAsync(context.RequestAborted).AsTask();
    }

    /// <summary>Formats JSON; the span is valid until this thread formats again.</summary>
    public static ReadOnlySpan<byte> Format(Action<Utf8JsonWriter> write)
    {
        const int RetainedBytes = 1 << 20;
        if (_buffer is null || _buffer.Capacity > RetainedBytes)
            _buffer = new ArrayBufferWriter<byte>(4096);
        _buffer.ResetWrittenCount();
        _writer ??= new Utf8JsonWriter(_buffer, Options);
        _writer.Reset(_buffer);
        write(_writer);
        _writer.Flush();
        return _buffer.WrittenSpan;
    }
}
