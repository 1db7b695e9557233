using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace OpenGradient.Gateway;

/// <summary>Writes errors in the shape of the API that was called.</summary>
/// <remarks>
/// <code>
/// /v2            { "error": "inputs[0].shape: …" }                                                          Open Inference Protocol
/// /v1/messages   { "type": "error", "error": { "type": "…", "message": "max_tokens: …", "code": "…" } }     Anthropic
/// others         { "error": { "message": "…", "type": "…", "param": "…", "code": "…" } }                    OpenAI
/// </code>
/// In a stream that has begun it is the last event, as the official clients expect it.
/// </remarks>
internal static class ErrorWriter
{
    public static async Task WriteAsync(HttpContext context, HttpError error)
    {
        context.Response.Clear();
        context.Response.StatusCode = error.Status;
        context.Response.ContentType = MediaTypes.Json;
        if (error.RetryAfter is { } time)
            context.Response.Headers.RetryAfter = time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        await JsonResponse.WriteAsync(context, FormOf(context.Request, error)).ConfigureAwait(false);
    }

    /// <summary>Writes an error as the last event of a stream that has begun; false if the response is no stream.</summary>
    public static async Task<bool> TryWriteEventAsync(HttpContext context, HttpError error)
    {
        if (context.Response.ContentType != MediaTypes.EventStream)
            return false;
        ReadOnlySpan<byte> name = AnthropicHeaders.IsSpoken(context.Request) ? "event: error\n"u8 : [];
        context.Response.BodyWriter.Write([.. name, .. "data: "u8, .. JsonResponse.Format(FormOf(context.Request, error)), .. "\n\n"u8]);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        return true;
    }

    private static Action<Utf8JsonWriter> FormOf(HttpRequest request, HttpError error)
    {
        if (request.Path.StartsWithSegments("/v2", StringComparison.Ordinal))
            return writer => WriteOpenInference(writer, error);
        return AnthropicHeaders.IsSpoken(request) ? writer => AnthropicError.Write(writer, error) : writer => WriteOpenAi(writer, error);
    }

    private static void WriteOpenAi(Utf8JsonWriter writer, HttpError error)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("error");
        writer.WriteString("message", error.Message);
        writer.WriteString("type", TypeOf(error.Status));
        writer.WriteString("param", error.Subject);
        writer.WriteString("code", error.Code);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteOpenInference(Utf8JsonWriter writer, HttpError error)
    {
        writer.WriteStartObject();
        writer.WriteString("error", error.FullMessage);
        writer.WriteEndObject();
    }

    private static string TypeOf(int status) => status switch
    {
        StatusCodes.Status429TooManyRequests => "rate_limit_error",
        >= StatusCodes.Status500InternalServerError => "server_error",
        _ => "invalid_request_error",
    };
}
