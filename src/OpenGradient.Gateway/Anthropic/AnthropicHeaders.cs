using Microsoft.AspNetCore.Http;

namespace OpenGradient.Gateway;

/// <summary>Tells clients of the Anthropic API from those of the OpenAI API.</summary>
/// <remarks>Every such client sends <c>anthropic-version</c>; its <c>x-api-key</c> is not looked at, for a node has no accounts.</remarks>
internal static class AnthropicHeaders
{
    public static bool IsSpoken(HttpRequest request) =>
        request.Path.StartsWithSegments("/v1/messages", StringComparison.Ordinal) || request.Headers.ContainsKey("anthropic-version");
}
