using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace OpenGradient.Gateway;

/// <summary>Writes errors in the shape of the API that was called.</summary>
/// <remarks>
/// <code>
/// /v2            { "error": "inputs[0].shape: …" }                                                          Open Inference Protocol
/// /v1/messages   { "type": "error", "error": { "type": "…", "message": "max_tokens: …" } }                  Anthropic
/// others         { "error": { "message": "…", "type": "…", "param": "…", "code": "…" } }                    OpenAI
/// </code>
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
