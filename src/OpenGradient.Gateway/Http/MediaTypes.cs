using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace OpenGradient.Gateway;

/// <summary>The content types that bodies come and go with.</summary>
internal static class MediaTypes
{
    public const string Json = "application/json";
    public const string OctetStream = "application/octet-stream";
    public const string EventStream = "text/event-stream";
    public const string PlainText = "text/plain; charset=utf-8";

    /// <summary>Whether the request has that content type.</summary>
    public static bool Is(HttpRequest request, string expected) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? actual) && actual.MediaType.Equals(expected, StringComparison.OrdinalIgnoreCase);

    /// <summary>Requires a content type. A web page elsewhere cannot send these without asking first, so it cannot make a browser infer.</summary>
    /// <exception cref="UnsupportedMediaTypeException">The request has another, or none.</exception>
    public static void Require(HttpRequest request, string expected)
    {
        if (!Is(request, expected))
            throw new UnsupportedMediaTypeException(expected);
    }
}
