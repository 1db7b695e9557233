using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace OpenGradient.Gateway;

/// <summary>Writes errors in the shape of the API that was called.</summary>
/// <remarks>
/// <code>
/// /v2      { "error": "inputs[0].shape: …" }                                               Open Inference Protocol
/// others   { "error": { "message": "…", "type": "…", "param": "…", "code": "…" } }         OpenAI
/// </code>
/// </remarks>
internal static class ErrorWriter
{
    public static async Task WriteAsync(HttpContext context, HttpError error)
    {
        context.Response.Clear();
        context.Response.StatusCode = error.Status;
        context.Response.ContentType = MediaTypes.Json;
        if (error.Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = "1";
        await JsonResponse.WriteAsync(context, context.Request.Path.StartsWithSegments("/v2", StringComparison.Ordinal)
            ? writer => WriteOpenInference(writer, error)
            : writer => WriteOpenAi(writer, error)).ConfigureAwait(false);
    }

    /// <summary>The OpenAI error object, also as a member of a stream's chunk.</summary>
    public static void WriteOpenAi(Utf8JsonWriter writer, HttpError error)
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
        writer.WriteString("error", error.Subject is null ? error.Message : $"{error.Subject}: {error.Message}");
        writer.WriteEndObject();
    }

    private static string TypeOf(int status) => status switch
    {
        StatusCodes.Status429TooManyRequests => "rate_limit_error",
        >= StatusCodes.Status500InternalServerError => "server_error",
        _ => "invalid_request_error",
    };
}
