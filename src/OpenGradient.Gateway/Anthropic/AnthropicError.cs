using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace OpenGradient.Gateway;

/// <summary>An error in the form of the Anthropic API, and <c>code</c> besides.</summary>
/// <remarks>
/// <c>type</c> has the API's own values, by which its clients choose what to throw and what to try again, and none of them says that evidence was refused.
/// So that stands in a member more, which they hand on.
/// </remarks>
internal static class AnthropicError
{
    public static void Write(Utf8JsonWriter writer, HttpError error)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "error");
        writer.WriteStartObject("error");
        writer.WriteString("type", TypeOf(error.Status));
        writer.WriteString("message", error.FullMessage);
        writer.WriteString("code", error.Code);
        writer.WriteEndObject();
        writer.WriteNull("request_id");
        writer.WriteEndObject();
    }

    private static string TypeOf(int status) => status switch
    {
        StatusCodes.Status403Forbidden => "permission_error",
        StatusCodes.Status404NotFound => "not_found_error",
        StatusCodes.Status413PayloadTooLarge => "request_too_large",
        StatusCodes.Status429TooManyRequests => "rate_limit_error",
        StatusCodes.Status503ServiceUnavailable => "overloaded_error",
        >= StatusCodes.Status500InternalServerError => "api_error",
        _ => "invalid_request_error",
    };
}
