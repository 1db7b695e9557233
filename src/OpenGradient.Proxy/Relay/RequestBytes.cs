using Microsoft.AspNetCore.Http;

namespace OpenGradient.Proxy;

/// <summary>The body of a request to the proxy, in one piece; the server bounds its length.</summary>
internal static class RequestBytes
{
    public static async Task<byte[]> ReadAsync(HttpContext context)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        return body.ToArray();
    }
}
